"""Nothing that a load writes for people or into the graph holds an id number or a phone, wherever an office wrote it."""

from __future__ import annotations

from tests.loaders.county import LI, ZHANG
from tests.merge.conftest import HEADER, UNITS, Office


def test_a_code_that_is_an_id_number_is_the_heads(empty: Office) -> None:
    rows = (f"一组|{ZHANG}|张三|张三|户主|{ZHANG}|", f"一组|{ZHANG}|张三|张小三|子||", f"二组|{LI}|李四|李四|户主||")
    register = "\n".join([HEADER, *(f"青石镇|白鹭村|{row}" for row in rows)])
    contacts = f"村|好邻居姓名|户号\n白鹭村|吴九|{ZHANG}\n白鹭村|吴九|{LI}"
    found = empty.deliver("2024-01-31", {"名册.csv": UNITS, "户籍.csv": register, "好邻居.csv": contacts})
    assert found.edition.counts["Household"] == 2
    assert len(empty.contacts()) == 2
    edition = found.edition
    tables = [edition.nodes(label).to_pandas() for label in ("Household", "Person", "Unit")]
    written = "".join(p.read_text(encoding="utf-8-sig") for p in found.folder.glob("*.csv")) + "".join(t.to_csv() for t in tables)
    for number in (ZHANG, LI):
        assert number not in written

"""A department that loads ledgers into a register, delivery by delivery; tables are text, as in tests/loaders/county.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from api import loading
from graph.register import Register, create
from tests.loaders.county import LI, WANG, ZHANG, rows_of

UNITS = """
乡镇|村(社区)|区划代码|村民小组
青石镇|白鹭村|990121100201|一组
青石镇|白鹭村|990121100201|二组
青石镇|柳溪村|990121100202|一组
南河乡|石桥村|990121200201|一组
南河乡|长坪村|990121200202|一组
南河乡|柏树村|990121200203|一组
"""
HEADER = "乡镇|村(社区)|村民小组|户号|户主姓名|姓名|与户主关系|公民身份号码|户类型"
REGISTER = f"""
{HEADER}
青石镇|白鹭村|一组|1001|张三|张三|户主|{ZHANG}|
青石镇|白鹭村|一组|1001|张三|张小三|子||
青石镇|白鹭村|二组|1002|李四|李四|户主|{LI}|
青石镇|白鹭村|二组|1003|钱二|钱二|户主||
青石镇|柳溪村|一组|0201|孙七|孙七|户主||
南河乡|石桥村|一组|0301|王五|王五|户主|{WANG}|
南河乡|长坪村|一组|0401|周八|周八|户主||
南河乡|柏树村|一组|0501|吕一|吕一|户主||
"""
CONTACTS = """
乡镇|村|好邻居姓名|户号|开始日期
青石镇|白鹭村|吴九|1001|2023-01-01
青石镇|白鹭村|吴九|1002|2023-01-01
青石镇|白鹭村|郑十|1003|2023-01-01
青石镇|柳溪村|冯一|0201|2023-01-01
南河乡|石桥村|陈二|0301|2023-01-01
南河乡|长坪村|褚三|0401|2023-01-01
南河乡|柏树村|施四|0501|2023-01-01
"""
SETTINGS = 'scheme = "enyang"\ncounty = "990121"\ncounty_name = "云溪县"\nas_of = {}\n'


@dataclass
class Office:
    """A register, and a folder for each delivery."""

    register: Register
    folder: Path
    number: int = 0

    def deliver(self, day: str, files: Mapping[str, str], settings: str = "", sure: bool = True) -> loading.Loaded:
        """Load files (name → table) as of a day and make the edition current."""
        found = self.stage(day, files, settings)
        loading.approve(self.register, found.number, sure=sure)
        return found

    def stage(self, day: str, files: Mapping[str, str], settings: str = "") -> loading.Loaded:
        self.number += 1
        folder = self.folder / f"{self.number:02d}"
        folder.mkdir()
        for name, table in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = [",".join(row) for row in rows_of(table)] if "|" in table else [table]  # type: ignore[arg-type]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "daohu.toml").write_text(SETTINGS.format(day) + settings, encoding="utf-8")
        return loading.load([folder], self.register, effect=False)

    def contacts(self, number: int | None = None) -> set[tuple[str, str, str]]:
        """(name, 户号, until) of every contact edge of an edition."""
        edition = self.register.edition(number)
        people = edition.nodes("Person").to_pandas().set_index("id")["name"]
        edges = edition.edges("CONTACTS")["CONTACTS", "Person", "Household"].to_pandas()
        return {(str(people[e["from"]]), str(e["to"]).split("#")[1], str(e["until"])) for _, e in edges.iterrows()}

    def counts(self, found: loading.Loaded, ledger: str = "好邻居") -> dict[str, int]:
        """added, changed, ended, refused, same, missing of a ledger, in all units together."""
        mine = found.comparison.counts[found.comparison.counts["ledger"] == ledger]
        return {c: int(n) for c, n in mine[["added", "changed", "ended", "refused", "same", "missing"]].sum().items() if n}


@pytest.fixture
def empty(tmp_path: Path) -> Office:
    return Office(create(tmp_path / "register"), tmp_path)


@pytest.fixture
def office(empty: Office) -> Office:
    """With a first edition of the whole county."""
    empty.deliver("2024-01-31", {"名册.csv": UNITS, "户籍.csv": REGISTER, "好邻居.csv": CONTACTS})
    return empty


OPEN = "9999-12-31"

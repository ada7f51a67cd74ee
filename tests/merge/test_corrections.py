"""A checked copy comes back corrected: it replaces the file of which it is a copy, row for row."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from api import loading
from api.work import check_ledgers
from tests.merge.conftest import CONTACTS, HEADER, OPEN, REGISTER, UNITS, Office

_BAD = CONTACTS.replace("柳溪村|冯一|0201|2023-01-01", "柳溪村|冯一|0299|2023-13-01")


def test_a_corrected_copy_replaces_its_original(empty: Office, tmp_path: Path) -> None:
    found = empty.deliver("2024-01-31", {"名册.csv": UNITS, "户籍.csv": REGISTER, "全县联系/好邻居.csv": _BAD})
    assert found.refused
    assert not [c for c in empty.contacts() if c[0] == "冯一"]
    answer = check_ledgers([empty.folder / "01"], tmp_path / "out")
    (copy,) = [p for p in (tmp_path / "out" / "checked").rglob("*.xlsx") if "好邻居" in p.name]
    book = openpyxl.load_workbook(copy)
    sheet = next(s for s in book.worksheets if s.sheet_state == "visible" and s.title not in ("问题",))
    (row,) = [r for r in sheet.iter_rows() if r[2].value == "冯一"]
    row[3].value, row[4].value = "0201", "2023-03-01"
    corrected = tmp_path / "改好的" / "随便起的名字.xlsx"
    corrected.parent.mkdir()
    book.save(corrected)
    again = loading.load([corrected], empty.register, effect=False)
    loading.approve(empty.register, again.number, sure=True)
    assert answer.problems >= 2
    assert not again.refused
    assert empty.counts(again) == {"added": 1, "same": 6}
    assert ("冯一", "0201", OPEN) in empty.contacts()
    inputs = empty.register.edition().manifest["inputs"]
    assert isinstance(inputs, list)
    assert sorted(one["original"] for one in inputs) == ["daohu.toml", "名册.csv", "户籍.csv", "随便起的名字.xlsx"]
    assert not [u for _, _, u in empty.contacts() if u != OPEN], "a correction of a refused row ends nothing"


def test_a_rebuilt_edition_is_what_it_was(office: Office) -> None:
    office.deliver("2024-02-29", {"南河乡户籍.csv": f"{HEADER}\n南河乡|石桥村|一组|0301|王五|王五|户主||\n南河乡|长坪村|一组|0401|周八|周八|户主||"})
    for name in ("nodes/Household.parquet", "edges/CONTACTS.Person.Household.parquet", "tables/problems.parquet"):
        path = office.register.path(2) / name
        whole = path.read_bytes()
        path.write_bytes(whole[:40] + b"\x00\x01" + whole[42:])
    (office.register.path(2) / "identity" / "persons.parquet").unlink()
    names, _ = loading.rebuild(office.register, 2)
    assert sorted(names) == ["edges/CONTACTS.Person.Household.parquet", "identity/persons.parquet", "nodes/Household.parquet", "tables/problems.parquet"]
    office.register.edition(2).verify()
    assert loading.rebuild(office.register, 2)[0] == []

"""A town's workbook goes out of a register's audit, is filled in, and comes back as rows of the ledgers that were asked."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from api import loading
from api.work import audit_register
from tests.merge.conftest import OPEN, Office


def _gaps(office: Office, out: Path, check: str = "C8.reach") -> dict[str, str]:
    """户号 → state of the households that a check lists."""
    found = audit_register(office.register, out).result.gaps
    mine = found[found["check"] == check]
    return dict(zip(mine["subject_code"], mine["state"], strict=True))


def _fill(book: Path, target: Path, answers: dict[tuple[str, str], str]) -> None:
    """Write 联系人 (or, in brackets, 说明) into the rows of (检查, 户号)."""
    opened = openpyxl.load_workbook(book)
    sheet = opened["缺口与待核实"]
    head = {str(c.value): at for at, c in enumerate(sheet[1])}
    for row in sheet.iter_rows(min_row=2):
        key = str(row[head["键（请勿改动）"]].value).split("|")
        said = answers.get((key[1], str(row[head["户号/编码"]].value)))
        if said and said.startswith("（"):
            row[head["说明"]].value = said.strip("（）")
        elif said:
            row[head["联系人"]].value = said
    target.parent.mkdir(exist_ok=True)
    opened.save(target)


def test_answers_become_contacts_until_the_ledger_comes_anew(office: Office, tmp_path: Path) -> None:
    office.deliver("2024-02-29", {"白鹭村好邻居.csv": "村|好邻居姓名|户号\n白鹭村|吴九|1001"})
    assert _gaps(office, tmp_path / "a") == {"1002": "gap", "1003": "gap"}
    _fill(tmp_path / "a" / "towns" / "青石镇.xlsx", tmp_path / "回收" / "青石镇.xlsx", {("C8.reach", "1002"): "魏十一", ("C8.reach", "1003"): "（确无联系人）"})
    found = loading.load([tmp_path / "回收"], office.register, effect=False)
    assert not found.refused
    loading.approve(office.register, found.number, sure=True)
    assert ("魏十一", "1002", OPEN) in office.contacts()
    assert _gaps(office, tmp_path / "b") == {"1003": "gap"}
    assert "答复对照" in openpyxl.load_workbook(found.folder / "装载比较.xlsx").sheetnames

    _fill(tmp_path / "b" / "towns" / "青石镇.xlsx", tmp_path / "回收二" / "青石镇.xlsx", {("C8.reach", "1003"): "蒋十二"})
    office.stage("2024-03-31", {"柳溪村好邻居.csv": "村|好邻居姓名|户号\n柳溪村|韩四|0201"})
    second = loading.load([tmp_path / "回收二"], office.register, effect=False)
    loading.approve(office.register, second.number, sure=True)
    assert _gaps(office, tmp_path / "c") == {}, "both workbooks of the town are in force"

    office.deliver("2025-04-30", {"白鹭村好邻居.csv": "村|好邻居姓名|户号\n白鹭村|吴九|1001\n白鹭村|魏十一|1002"})
    assert _gaps(office, tmp_path / "d") == {"1003": "gap"}, "the village's complete ledger does not name 蒋十二"
    assert {u for n, c, u in office.contacts() if n == "蒋十二"} != {OPEN}

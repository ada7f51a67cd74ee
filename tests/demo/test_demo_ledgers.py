"""The ledgers of a demo: the same for the same seed, readable, as large as asked for, and never over somebody's files."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from api.demo import make_demo
from graph.errors import InputError, OutputError

EVERYWHERE = {
    "党员花名册", "党组织花名册", "公布数字", "合作社成员名册", "户籍人口台账", "机构台账", "村组湾落名册", "社会组织台账", "统计用区划代码表",
    "群团成员名册", "群团组织台账", "联户长台账",
}  # fmt: skip
KINDS = {
    "zhijiang": {
        "三委自治组织台账", "两代表一委员联系户台账", "五个中心台账", "代表委员接待台账", "会议台账", "党员中心户联系台账", "党员中心户补报台账",
        "党员补报花名册",
        "共同缔造人员台账", "功能分区台账", "包户干部台账", "单位联村台账", "在职党员双报到台账", "妇联组织基本情况表", "小区组织台账", "小组长台账",
        "工作单位台账", "帮扶协议台账", "慈善基金社会组织台账", "成员单位台账", "机关单位双报到台账", "村组（新设）名册", "楼栋党组织花名册",
        "湾落社会组织台账", "湾落组织台账", "监督委员会自治组织台账", "组团帮扶台账", "组湾群团组织台账", "组级社会组织台账", "综治中心三室一窗台账",
        "群众点单台账", "诉求台账", "选派干部台账", "队伍成员名册", "阵地台账", "领导包片台账", "领导蹲点台账", "驻村帮扶台账",
    },
    "enyang": {
        "一约七会台账", "三委自治组织台账", "三方合作台账", "专职网格台账", "会议台账", "其他自治组织台账", "功能型党组织花名册", "吹哨报到台账",
        "好邻居联系台账", "小区组织台账", "小组长台账", "平台用户台账", "成员单位台账", "指挥体系台账", "服务协议台账", "活动台账", "社工台账",
        "综合党支部党员名册", "走访登记表", "队伍成员名册", "阵地台账",
    },
    "yangzhou": {
        "三委自治组织台账", "其他自治组织台账", "吹哨报到台账", "指挥体系台账", "村“两委”任职台账", "网格台账", "队伍成员名册", "阵地台账",
    },
    "xinyang": {
        "一约四会台账", "其他自治组织台账", "吹哨报到台账", "指挥体系台账", "支部联支部结对台账", "村“两委”任职台账", "活动台账",
        "网格一长三员台账", "评选台账", "诉求台账", "走访登记表",
    },
}  # fmt: skip


def rows(path: Path) -> list[list[object]]:
    """All rows of all sheets."""
    if path.suffix == ".csv":
        text = path.read_bytes()
        encoding = "utf-8-sig" if text.startswith(b"\xef\xbb\xbf") else "gb18030"
        return [list(r) for r in csv.reader(text.decode(encoding).splitlines(), delimiter=";" if encoding == "utf-8-sig" else ",")]
    if path.suffix == ".xls":
        return [[line] for line in path.read_text("utf-8").splitlines() if line.startswith("<tr>")]
    book = CalamineWorkbook.from_path(str(path))
    return [list(r) for name in book.sheet_names for r in book.get_sheet_by_name(name).to_python()]


def test_same_seed_same_bytes_and_another_seed_another_county(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        make_demo(tmp_path / name, households=300, seed=seed)
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert files == sorted(p.name for p in (tmp_path / "two").iterdir())
    assert all((tmp_path / "one" / f).read_bytes() == (tmp_path / "two" / f).read_bytes() for f in files)
    assert any(rows(tmp_path / "one" / f) != rows(tmp_path / "three" / f) for f in files if "户籍" in f)


def test_every_ledger_of_the_scheme_is_there_and_opens(demo: tuple[Path, Path]) -> None:
    settings = tomllib.loads((demo[0] / "daohu.toml").read_text("utf-8"))
    found = {p.stem.partition("_")[2]: rows(p) for p in demo[0].iterdir() if p.suffix != ".toml"}
    assert set(found) == KINDS[settings["scheme"]] | EVERYWHERE
    assert all(len(r) > 3 for r in found.values())
    assert isinstance(settings["as_of"], date)
    assert settings["codes"]["政治面貌"]["1"] == "中共党员"
    assert all((demo[0] / s["file"]).exists() for s in settings.get("sheets", []))


def test_registers_hold_about_the_people_asked_for(demo: tuple[Path, Path]) -> None:
    people = sum(len(rows(p)) for p in demo[0].iterdir() if "户籍" in p.name)
    assert 3.5 * 1200 < people < 4.3 * 1200


def test_layouts_differ_between_towns(tmp_path: Path) -> None:
    make_demo(tmp_path / "all", households=2500, seed=1)
    registers = [p for p in (tmp_path / "all").iterdir() if "户籍" in p.name]
    assert {p.suffix for p in registers} == {".xlsx", ".csv", ".xls"}
    heads = {tuple(str(c) for c in next(r for r in rows(p) if any("姓名" in str(c) for c in r))) for p in registers}
    assert len(heads) >= 5
    merged = CalamineWorkbook.from_path(str(next(p for p in registers if p.name.startswith("松月街道")))).get_sheet_by_index(0).merged_cell_ranges
    assert merged is not None
    assert len(merged) > 100


def test_places_are_invented(demo: tuple[Path, Path]) -> None:
    settings = tomllib.loads((demo[0] / "daohu.toml").read_text("utf-8"))
    assert settings["county"][:3] in ("429", "519", "329", "419")
    assert settings["county"][2:4] == "99"


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(OutputError, match="不是空文件夹"):
        make_demo(tmp_path, households=300)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("scheme", "households", "message"), [("wuhan", 300, "没有名为"), ("zhijiang", 5, "至少")])
def test_what_cannot_be_made_is_said(tmp_path: Path, scheme: str, households: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make_demo(tmp_path / "new", scheme, households=households)
    assert not (tmp_path / "new").exists()

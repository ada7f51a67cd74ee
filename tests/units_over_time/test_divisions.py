"""Two division lists → the draft of the table, on a fictional pair and on the real change list of a district."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from api.divisions import COLUMNS, draft
from api.reports.divisions import write_draft
from graph.errors import InputError
from tests.loaders.county import County
from tests.units_over_time.conftest import HEADER

SHARED = Path(__file__).parents[3] / "shared" / "data" / "divisions"
real = pytest.mark.skipif(not SHARED.exists(), reason="需要 ../shared/data/divisions 的真实区划名单")
LISTS = {
    "前": """
990121000000|云溪县|1|
990121100000|青石镇|2|990121000000
990121200000|南河乡|2|990121000000
990121201000|石桥乡|2|990121000000
990121100200|白鹭村民委员会|3|990121100000
990121100201|柳溪村民委员会|3|990121100000
990121100202|赶集村民委员会|3|990121100000
990121100203|红岩村民委员会|3|990121100000
990121200200|长坪村民委员会|3|990121200000
990121200201|大坝村民委员会|3|990121200000
990121201200|白鹭村民委员会|3|990121201000
""",
    "后": """
990121000000|云溪县|1|
990121100000|青石镇|2|990121000000
990121201000|石桥镇|2|990121000000
990121100200|白鹭村民委员会|3|990121100000
990121100001|柳溪社区居民委员会|3|990121100000
990121100202|赶场村民委员会|3|990121100000
990121100203|金星村民委员会|3|990121100000
990121201201|长坪村民委员会|3|990121201000
990121201200|白鹭村|3|990121201000
""",
}


def written(folder: Path, name: str) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("代码", "名称", "级别", "上级代码"), *(line.split("|") for line in LISTS[name].split())])
    return path


def test_what_two_lists_tell(tmp_path: Path) -> None:
    found = draft(written(tmp_path, "前"), written(tmp_path, "后"))
    rows = {r["原代码"]: (r["现乡镇"], r["现村(社区)"], r["现代码"], r["调整类型"]) for r in found.rows.to_dict("records")}
    assert rows == {
        "990121200000": ("", "", "", "撤并"),
        "990121100201": ("青石镇", "柳溪社区居民委员会", "990121100001", "改码"),
        "990121100202": ("青石镇", "赶场村民委员会", "990121100202", "更名"),
        "990121100203": ("", "", "", "更名或代码改用"),  # a wholly different name: a person decides
        "990121200200": ("石桥镇", "长坪村民委员会", "990121201201", "划转"),
        "990121200201": ("", "", "", "撤并"),
    }
    guesses = dict(zip(found.rows["原代码"], found.rows["候选"], strict=True))
    assert guesses["990121100203"].startswith("青石镇/金星村")
    assert guesses["990121200201"].split("、")[0].startswith("石桥镇/")  # the town that took 南河乡's villages over
    assert found.added["现代码"].tolist() == ["990121100203"]
    assert found.counts["村社区：原有"] == 7
    assert found.counts["村社区：撤并待填"] == 1


def test_the_workbook_is_a_ledger_once_it_is_completed(tmp_path: Path) -> None:
    path = tmp_path / "撤村并居对照表.xlsx"
    write_draft(draft(written(tmp_path, "前"), written(tmp_path, "后")), path)
    book = load_workbook(path)
    assert book.sheetnames == ["撤村并居对照表", "新增单元", "说明"]
    sheet = book["撤村并居对照表"]
    assert [c.value for c in sheet[1]] == list(COLUMNS)
    choices = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert choices["G2:G7"] == '"撤并,合并,更名,拆分,改码,划转"'
    assert any("金星村" in c for c in choices.values())
    place = next(r for r in range(2, 8) if sheet.cell(r, 3).value == "990121200201")
    sheet.cell(place, 4).value, sheet.cell(place, 5).value = "石桥镇", "长坪村"
    folder = tmp_path / "台账"
    folder.mkdir()
    county = County(folder)
    county.without("单元.csv")
    written(folder, "后")
    county.register(f"{HEADER}\n南河乡|大坝村|一组|7|甲一|甲一|户主\n南河乡|长坪村|一组|7|乙二|乙二|户主")
    book.save(folder / "撤村并居对照表.xlsx")
    loaded = county.load()
    assert loaded.ledger("撤村并居对照表.xlsx", "撤村并居对照表") == "区划调整"
    assert [(r, c) for r, _, c in loaded.problems("撤村并居对照表.xlsx") if c == "required_missing"] == [(2, "required_missing"), (5, "required_missing")]
    ids = set(loaded.nodes("Household")["id"])
    assert ids == {"990121201201#990121200201/7", "990121201201#990121200200/7"}


def test_a_file_without_a_list(tmp_path: Path) -> None:
    (tmp_path / "空.csv").write_text("姓名,电话\n张三,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="不是区划名单"):
        draft(tmp_path / "空.csv", written(tmp_path, "后"))


@real
def test_the_real_list_of_a_district() -> None:
    """440 villages and communities in 25 towns, then 309 in 18; every change of the published list is in the draft, no other."""
    found = draft(SHARED / "enyang_511903_2016.csv", SHARED / "enyang_511903_2021.csv")
    sizes = {k: found.counts[k] for k in ("镇街：原有", "镇街：现有", "村社区：原有", "村社区：现有")}
    assert sizes == {"镇街：原有": 25, "镇街：现有": 18, "村社区：原有": 440, "村社区：现有": 309}
    with (SHARED / "changes_2016_2021_four_areas.csv").open(encoding="utf-8-sig") as file:
        told = [r for r in csv.DictReader(file) if r["area"] == "enyang_511903"]
    kinds = ("removed", "added", "renamed_or_reused")
    codes = {(k, level): {r["code"] for r in told if r["change"] == k and r["level"] == level} for k in kinds for level in "45"}
    assert {k: len(v) for k, v in codes.items()} == {
        ("removed", "4"): 16, ("removed", "5"): 331, ("added", "4"): 9, ("added", "5"): 200, ("renamed_or_reused", "4"): 0, ("renamed_or_reused", "5"): 9,
    }  # fmt: skip
    villages = found.rows[found.rows["原村(社区)"] != ""]
    assert set(villages["原代码"]) == codes["removed", "5"] | codes["renamed_or_reused", "5"]
    assert set(found.rows.loc[found.rows["原村(社区)"] == "", "原代码"]) == codes["removed", "4"]
    now = villages[villages["现代码"] != ""]
    added = set(found.added.loc[found.added["现村(社区)"] != "", "现代码"])
    assert set(now["现代码"]) | added == codes["added", "5"] | codes["renamed_or_reused", "5"]
    assert not set(now["现代码"]) & added
    assert now["现代码"].is_unique
    assert sum(Counter(villages["调整类型"])[k] for k in ("撤并", "改码", "划转", "更名", "更名或代码改用")) == 340
    assert (villages.loc[villages["调整类型"] == "撤并", "现村(社区)"] == "").all()  # never guessed
    assert (villages.loc[villages["调整类型"] == "撤并", "候选"] != "").mean() > 0.9


@real
def test_history_of_the_real_district_is_comparable(tmp_path: Path) -> None:
    """A household per village of 2016, read with the list of 2021 and the completed table: none is lost, none merged."""
    found = draft(SHARED / "enyang_511903_2016.csv", SHARED / "enyang_511903_2021.csv")
    rows = found.rows[found.rows["原村(社区)"] != ""].to_dict("records")
    for row in rows:
        if not row["现村(社区)"]:  # as a person would: the first candidate
            row["现乡镇"], _, row["现村(社区)"] = row["候选"].split("、")[0].partition("/")
    folder = tmp_path / "台账"
    folder.mkdir()
    county = County(folder)
    county.without("单元.csv")
    (folder / "区划.csv").write_bytes((SHARED / "enyang_511903_2021.csv").read_bytes())
    (folder / "daohu.toml").write_text('county = "511903"\ncounty_name = "恩阳区"\n', encoding="utf-8")
    county.csv("撤村并居对照表.csv", [COLUMNS[:8], *([r[c] for c in COLUMNS[:8]] for r in rows)])
    with (SHARED / "enyang_511903_2016.csv").open(encoding="utf-8-sig") as file:
        listed = list(csv.DictReader(file))
    towns = {r["code"]: r["name"] for r in listed if r["level"] == "4"}
    villages = [r for r in listed if r["level"] == "5"]
    heads = [(towns[v["parent_code"]], v["name"], "一组", "0001", *(f"户主{v['code']}",) * 2, "户主") for v in villages]
    county.csv("户籍.csv", [HEADER.split("|"), *heads])
    loaded = county.load()
    assert loaded.rows("撤村并居对照表.csv")[1] == len(rows)
    problems = Counter(c for _, _, c in loaded.problems("户籍.csv"))
    assert loaded.rows("户籍.csv")[1] == 440
    assert set(problems) == {"household_code_shared"}
    assert len(loaded.nodes("Household")) == 440
    assert loaded.nodes("Household")["id"].is_unique

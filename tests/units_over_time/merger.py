"""A demo county before and after a merger of two of its villages: only the ledgers of units are new, and the table."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from graph.edition import Edition

UNIT_LEDGERS = ("村组湾落名册", "名册.xlsx", "区划代码表")
NEW_CODE, NEW_NAME = "990", "金星村"


def merged_pair(edition: Edition) -> tuple[pd.DataFrame, pd.Series]:
    """Units of an edition with their town, and the codes of the first two villages of one town that are no communities."""
    units = edition.nodes("Unit").to_pandas()
    villages = units[(units["level"] == 3) & (units["kind"] == "村")]
    town = villages["path"].str.rpartition("/")[0]
    both = villages[town == town[town.duplicated()].iloc[0]].iloc[:2]
    return units, both.set_index("id")["name"]


def reform(before: Path, after: Path, edition: Edition) -> tuple[list[str], str]:
    """Copy the ledgers, the unit ledgers of now in place of those of then. Returns the ids of the two villages and that of the new one."""
    shutil.copytree(before, after)
    for path in after.iterdir():
        if "村组" in path.name or "区划代码表" in path.name:
            path.unlink()
    units, both = merged_pair(edition)
    code = next(iter(both.index))[:9] + NEW_CODE
    rows = [("县(市、区)", "乡镇(街道)", "村(社区)", "行政区划代码", "村民小组(小区)", "湾落(楼栋)")]
    codes = dict(zip(units["path"], units["code"], strict=True))
    for path, level in zip(units["path"], units["level"], strict=True):
        county, town, village, group, bay = (*path.split("/"), "", "", "", "")[:5]
        if level == 2:
            rows.append((county, town, "", codes[path], "", ""))
        if level < 3:
            continue
        old = f"{county}/{town}/{village}"
        if codes[old] in both.index:
            rows.append((county, town, NEW_NAME, code, f"{village}{group}" if group else "", bay))
        else:
            rows.append((county, town, village, codes[old], group, bay))
    _write(after / "村组湾落名册.csv", rows)
    town = units.loc[units["id"] == both.index[0], "path"].iloc[0].split("/")[1]
    table = [("原乡镇", "原村(社区)", "原代码", "现乡镇", "现村(社区)", "现代码", "调整类型", "调整日期")]
    table += [(town, name, old, town, NEW_NAME, code, "合并", "2025-07-01") for old, name in both.items()]
    _write(after / "撤村并居对照表.csv", table)
    return list(both.index), code


def _write(path: Path, rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)

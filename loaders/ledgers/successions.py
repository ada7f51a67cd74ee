"""区划调整表(撤村并居对照表): which units of now took over those that were merged, split, renamed or given another code.

A row that names a former unit in any ledger is placed by it (loaders.former). The unit ledger of now decides which units live: a table
that was loaded once stays in force and says nothing of units that are still there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.source import split
from graph.successions import SUCCESSIONS as COLUMNS
from graph.successions import empty as no_successions
from loaders import units
from loaders.finder import NOTHING, Finder, Found
from loaders.former import Old, Succeeding
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.normalise import numbers, text
from loaders.rows import Rows
from loaders.units import VILLAGE
from loaders.world import World

KINDS = ("撤并", "合并", "更名", "拆分", "改码", "划转")
_WORDS = {
    **dict.fromkeys(("撤销", "撤村并居", "撤村并村", "并入", "撤并调整", "撤乡并镇", "撤销合并", "整建制并入"), "撤并"),
    **dict.fromkeys(("村村合并", "合村并组", "新设合并", "合并新设", "并村"), "合并"),
    **dict.fromkeys(("改名", "名称变更", "村改居", "撤村设居", "撤村建居", "撤乡设镇", "撤镇设街道", "变更名称", "代码改用"), "更名"),
    **dict.fromkeys(("分设", "析置", "析出", "拆分设立"), "拆分"),
    **dict.fromkeys(("代码变更", "变更代码", "代码调整"), "改码"),
    **dict.fromkeys(("划出", "划入", "隶属变更", "区划调整", "整建制划转", "变更隶属"), "划转"),
}
_ALONE = ("更名", "改码", "划转")
"""Kinds by which one unit becomes one other, with the same people in it."""
_BEFORE = "(?:原|原来|旧|撤销|撤并|被撤并|被撤销|被合并|(?:调整|撤并|合并|变更|改革|更名|拆分|区划调整)前)(?:的)?(?:所属|所在)?"
_AFTER = "(?:现|现在|新|现属|并入|划入|合并后|保留|(?:调整|撤并|合并|变更|改革|更名|拆分|区划调整)后)(?:的)?(?:所属|所在)?"
_TOWN = r"(?:乡镇\(街道\)|乡\(镇\)|镇\(街道\)|镇街|乡镇街道|乡镇|镇|街道)(?:名称|名)?$"
_VILLAGE = r"(?:行政村\(社区\)|行政村|村\(社区\)|村\(居\)|村社区|村/社区|村居|村级|社区|村)(?:名称|名)?$"
_CODE = r"(?:行政区划代码|统计用区划代码|区划代码|村级代码|单位代码|代码|编码)$"
_GROUP = r"(?:村民小组|居民小组|小组|组)(?:名称|名)?$"

_SEVERAL = re.compile(r"[、,，;；\n]+")
_FIELDS = (
    f.SEQ,
    Field("old_town", "原乡镇", pattern=f"^{_BEFORE}{_TOWN}", cell="unit", weight=1.5),
    Field("old_village", "原村(社区)", f.words("原名称 原单位名称 旧名称 调整前名称"), pattern=f"^{_BEFORE}{_VILLAGE}", cell="unit", weight=2.5),
    Field("old_code", "原代码", f.words("调整前区划代码 原区划代码"), pattern=f"^{_BEFORE}(?:村|村社区|村\\(社区\\))?{_CODE}", cell="code", weight=2.0),
    Field("old_group", "原村民小组", pattern=f"^{_BEFORE}{_GROUP}", cell="unit"),
    Field("town", "现乡镇", pattern=f"^{_AFTER}{_TOWN}", cell="unit", weight=1.5),
    Field("village", "现村(社区)", f.words("新名称 现名称 调整后名称"), pattern=f"^{_AFTER}{_VILLAGE}", cell="unit", weight=2.5),
    Field("code", "现代码", f.words("调整后区划代码 现区划代码"), pattern=f"^{_AFTER}(?:村|村社区|村\\(社区\\))?{_CODE}", cell="code", weight=2.0),
    Field("kind", "调整类型", f.words("调整类型 调整方式 变更类型 调整类别 撤并方式 变动类型 调整情况"), weight=1.5),
    Field("day", "调整日期", f.words("调整日期 调整时间 撤并时间 撤并日期 合并时间 批准时间 批准日期 变更日期 变更时间 生效日期"), cell="date", weight=1.0),
    f.REMARK,
    Field("basis", "依据文号", f.words("依据 文号 批准文号 批复文号 批复文件 依据文件"), weight=0.3),
    Field("candidates", "候选", f.words("候选 候选单元 参考候选"), weight=0.1),
)


@dataclass
class _Row:
    """One former unit and one unit of now, as a row states them; `target` is the unit, -1 as long as none is found."""

    row: int
    town: str
    village: str
    code: str
    group: str
    to: tuple[str, str, str]
    kind: str
    target: int = -1
    through: bool = False
    """Whether the unit said has been taken over in its turn."""
    problem: Found = NOTHING


def read(rows: Rows, world: World) -> None:
    """Former units and what they are now. A row whose unit of now is not in the unit ledger is refused."""
    world.tree.settle_kinds()
    stated = _stated(rows)
    has_old = np.zeros(len(rows), bool)
    has_old[[r.row for r in stated]] = True
    rows.reject("required_missing", ~has_old & ~rows.zero, "old_village" if rows.has("old_village") else "old_town", "原村(社区)")
    olds = _resolved(stated, world)
    _refuse(rows, stated)
    kind, day = rows.words("kind"), rows.dates("day")
    old_code, code = numbers.division_codes(rows.cells("old_code")), numbers.division_codes(rows.cells("code"))
    rows.mark_duplicates(old_code=old_code, code=code, day=day.stated(), kind=kind)
    good = [r for r in stated if r.target >= 0 and rows.accepted[r.row]]
    for one in good:
        rows.unit[one.row] = one.target
    if not good:
        return
    _still_there(rows, good, world)
    world.know(Succeeding(world.tree, olds))
    sources = rows.sources.to_pylist()
    top = world.tree.path(world.tree.up(good[0].target, units.COUNTY))
    said = [
        (r.code, "/".join(p for p in (top, r.town, r.village) if p), VILLAGE if r.village or not r.town else units.TOWN, r.group, r.target, r.kind)
        for r in good
    ]
    frame = pd.DataFrame(said, columns=["old_code", "old_path", "level", "old_group", "new", "kind"])
    world.successions.append(frame.assign(day=day.first[[r.row for r in good]], source=[sources[r.row] for r in good]))


def _stated(rows: Rows) -> list[_Row]:
    """The statements of all rows; a cell may name several former villages, or several of now."""
    codes = [text.said(numbers.division_codes(rows.cells(n))) for n in ("old_code", "code")]
    cells = {n: text.said(rows.words(n)) for n in ("old_town", "town", "old_group", "kind")}
    villages = {n: text.said(text.stated(rows.cells(n))) for n in ("old_village", "village")}
    found = []
    for i in np.flatnonzero(~rows.zero):
        old, now = ([v for v in _SEVERAL.split("".join(villages[n][i].split(" "))) if v] or [""] for n in ("old_village", "village"))
        if not (any(old) or codes[0][i] or cells["old_town"][i]):
            continue
        said = cells["kind"][i]
        kind = next((k for k in KINDS if k in said), "") or next((k for w, k in _WORDS.items() if w in said), "")
        for before in old:
            for after in now:
                alone = [c if len(names) == 1 else "" for c, names in ((codes[0][i], old), (codes[1][i], now))]
                to = (cells["town"][i], after, alone[1])
                found.append(_Row(int(i), cells["old_town"][i], before, alone[0], cells["old_group"][i], to, kind))
    return found


def _resolved(stated: Sequence[_Row], world: World) -> list[Old]:
    """Find the units of now, also through units that have been taken over in their turn; returns the former units."""
    finder: Finder = Finder(world.tree)
    before = -1
    olds: list[Old] = []
    while (left := [r for r in stated if r.target < 0]) and len(left) != before:
        before = len(left)
        for one in left:
            town, village, code = one.to
            if one.village and not village and not code:
                continue
            found = finder.find(town, village, code, NOTHING)
            one.problem = found
            if found.unit >= 0 and (world.tree.units[found.unit].level == VILLAGE or not one.village):
                one.target = found.unit
                one.through = found.former >= 0
        olds = _olds(stated)
        finder = Succeeding(world.tree, olds)
    _shared(stated, olds)
    return olds


def _olds(stated: Sequence[_Row]) -> list[Old]:
    """Former units, one per town and name (or code), with everything that took them over."""
    known: dict[tuple[str, str], int] = {}
    olds: list[Old] = []
    for one in stated:
        if one.target < 0:
            continue
        key = (one.town, one.village) if one.village or one.town else ("", one.code)
        if key not in known:
            known[key] = len(olds)
            olds.append(Old(one.town, one.village, one.code))
        old = olds[known[key]]
        old.code = old.code or one.code
        if one.group:
            old.groups[units.group_key(one.group)] = one.target
        if one.target not in old.now:
            old.now.append(one.target)
        old.through = one.through
    return olds


def _shared(stated: Sequence[_Row], olds: Sequence[Old]) -> None:
    """Which former units share what took them over: all but those that became one other unit alone."""
    kinds: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in stated:
        kinds[one.town, one.village] |= {one.kind}
    direct: defaultdict[int, int] = defaultdict(int)
    for old in olds:
        for unit in old.now if not old.through else ():
            direct[unit] += 1
    for old in olds:
        old.shared = not (len(old.now) == 1 and kinds[old.town, old.village] <= set(_ALONE) and direct[old.now[0]] == 1)


def _refuse(rows: Rows, stated: Sequence[_Row]) -> None:
    """Rows whose unit of now is not found, or not said."""
    at = "village" if rows.has("village") else "town"
    notes = np.full(len(rows), "", object)
    wrong = {code: np.zeros(len(rows), bool) for code in ("unit_unknown", "unit_ambiguous", "required_missing")}
    for one in stated:
        if one.target < 0:
            code = one.problem.problem if one.problem.problem in wrong else "unit_unknown" if one.to[1] else "required_missing"
            wrong[code][one.row] = True
            notes[one.row] = one.problem.note if code != "required_missing" else "现村(社区)"
    for code, where in wrong.items():
        rows.reject(code, where & (rows.status == 0), at, notes)


def _still_there(rows: Rows, good: Sequence[_Row], world: World) -> None:
    """Tell of former names and codes that a living unit, another than the one that took over, has."""
    tree = world.tree
    notes, by_name, by_code = np.full(len(rows), "", object), np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    for one in good:
        towns = [t for t in tree.at_level(units.TOWN) if one.town in tree.names(t)]
        here = [v for t in towns if (v := tree.child(t, one.village)) >= 0 and v != one.target] if one.village else [t for t in towns if t != one.target]
        coded = tree.by_code(one.code) if one.code else -1
        if here:
            by_name[one.row], notes[one.row] = True, tree.path(here[0])
        elif coded >= 0 and coded != one.target:
            by_code[one.row], notes[one.row] = True, tree.path(coded)
    rows.report("unit_name_reused", by_name, "old_village" if rows.has("old_village") else "old_town", notes)
    rows.report("unit_name_reused", by_code, "old_code", notes)


def successions_table(parts: Sequence[pd.DataFrame], unit_ids: np.ndarray) -> pa.Table:
    """The edition's table of what former units are now."""
    if not parts:
        return no_successions()
    every = pd.concat(parts, ignore_index=True)
    every["new_id"] = unit_ids[every["new"].to_numpy(np.int64)]
    return pa.Table.from_pandas(every.drop_duplicates(["old_code", "old_path", "new_id", "old_group"])[COLUMNS.names], schema=COLUMNS, preserve_index=False)


def report_shared_codes(world: World) -> None:
    """One 户号 in two former villages that are one now: nothing is merged, and somebody must number anew."""
    households, tree = world.households, world.tree
    finder = world.finder
    if not isinstance(finder, Succeeding) or not households.shared_code.any():
        return
    label = {one.mark: one.label for one in finder.olds}
    frame = households.frame
    clash = frame[frame.set_index(["village", "code"]).index.isin(frame.loc[households.shared_code].set_index(["village", "code"]).index)]
    for (village, code), some in clash.groupby(["village", "code"], sort=False):
        names = "、".join(dict.fromkeys(label.get(str(m), str(m)) or tree.units[int(village)].name for m in some["former"]))
        for source in some.loc[some["former"] != "", "source"]:
            world.problems.add_one("household_code_shared", *split(str(source)), "户号", str(code), names)


SUCCESSIONS = Ledger(
    kind="successions",
    title="区划调整",
    fields=fields(*_FIELDS),
    required=(("old_village", "old_town", "old_code"), ("village", "town", "code")),
    read=read,
    order=15,
    signs=("区划调整", "撤村并居", "撤并", "对照", "村级建制调整"),
    against=("姓名", "户号", "户主", "负责人", "身份证", "联系电话"),
    aliases=("区划调整表", "撤村并居对照表", "撤并对照表", "successions"),
)

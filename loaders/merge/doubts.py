"""What looks wrong about a load: each a sentence that says why; with any of them somebody must say a second word before it is current."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from graph.edition import Edition
from loaders.merge.comparison import Comparison
from loaders.merge.inputs import Input
from loaders.settings import Settings

LOSS = 0.3
"""The share of a unit's rows of one ledger from which a loss is doubted, unless another is set."""
_REGISTER = "户籍人口"
_NUMBERED = (_REGISTER, "单元名册")
"""Ledgers that may be numbered anew: as many rows come as go."""
_FEW = 3
"""Rows below which a share says nothing."""
_SHOWN = 8
_MANY = 5
"""Rows of a village from which a complete exchange is doubted."""
_YEAR_AND_MORE = 400
"""Days."""
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?=年|[\s_.\-（(]|$)")


def losses(found: Comparison, names: Mapping[str, str], towns: Mapping[str, str], share: float = LOSS) -> list[str]:
    """Ledgers of which a town, or a village, loses more than the share of its rows. `names`: unit id → path, `towns`: unit id → town's id."""
    counts = found.counts.assign(town=found.counts["unit"].map(towns).fillna(found.counts["unit"]))
    counts["had"] = counts["changed"] + counts["ended"] + counts["refused"] + counts["same"]
    told = []
    for level in ("town", "unit"):
        sums = counts.groupby(["ledger", level], sort=False)[["had", "ended", "refused", "added"]].sum().reset_index()
        # a register that was numbered anew ends and adds as many: there it counts by how much a unit has become less
        numbered = sums["added"].where(sums["ledger"].isin(_NUMBERED), 0)
        lost = (sums["ended"] + sums["refused"] - numbered).clip(lower=0)
        much = sums[(lost >= _FEW) & (lost > share * sums["had"])]
        for one in much.itertuples(index=False):
            where = names.get(str(getattr(one, level)), str(getattr(one, level)) or "未落到单元")
            not_used = f"、因所写的户或单元不在了而不再采用 {one.refused:,} 行" if one.refused else ""
            told.append(f"“{where}”的{one.ledger}原有 {one.had:,} 行，这次消失 {one.ended:,} 行{not_used}、新增 {one.added:,} 行。")
        if told and level == "town":
            more = len(told) - _SHOWN
            return [*told[:_SHOWN], *([f"另有 {more} 处同样大量消失。"] if more > 0 else [])]
    more = len(told) - _SHOWN
    return [*told[:_SHOWN], *([f"另有 {more} 个村(社区)同样大量消失。"] if more > 0 else [])]


def missing(found: Comparison, names: Mapping[str, str]) -> list[str]:
    """Villages of which a ledger that is complete for them has no row any more: gone, or not handed in."""
    lost = found.counts[found.counts["missing"] == 1]
    told = []
    for ledger, some in lost.groupby("ledger", sort=False):
        shown = "、".join(names.get(u, u).rsplit("/", 1)[-1] for u in some["unit"].head(_SHOWN))
        more = f"等 {len(some)} 个" if len(some) > _SHOWN else ""
        had = int(some["ended"].sum())
        told.append(f"这次的{ledger}里一行也没有：{shown}{more}，原有 {had:,} 行将作为消失处理。若只是没有报来，请在 daohu.toml 的 [[delivered]] 写明单元。")
    return told


def exchanged(found: Comparison, names: Mapping[str, str]) -> list[str]:
    """Villages of whose rows of a ledger not one is left, though as many came: another village's list, or another year's."""
    counts = found.counts
    gone = counts[(counts["ended"] >= _MANY) & (counts["same"] + counts["changed"] == 0) & (counts["added"] > 0) & ~counts["ledger"].isin(_NUMBERED)]
    some = gone.head(_SHOWN).itertuples()
    return [f"“{names.get(one.unit, one.unit)}”的{one.ledger}原有 {one.ended:,} 行全部换成了另外的 {one.added:,} 行。" for one in some]


def another_town(elsewhere: Sequence[tuple[str, str, str]]) -> list[str]:
    """Sheets that name a town in which none of their rows lies."""
    return [f"“{file}”{sheet}的文件名或标题写的是{town}，各行却都不在{town}。" for file, sheet, town in elsewhere[:_SHOWN]]


def households(before: int, after: int, found: Comparison) -> list[str]:
    """More households gone than rows of the register: some may have become one."""
    mine = found.counts[found.counts["ledger"] == _REGISTER]
    rows = int(mine["ended"].sum() + mine["refused"].sum())
    if before - after <= rows:
        return []
    return [f"计入的户由 {before:,} 户变为 {after:,} 户，户籍台账却只少了 {rows:,} 行，可能有不同的户被并作一户。请先核对户号和村名。"]


def same_again(base: Sequence[Input], arrived: Sequence[Input], ever: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Doubts and notices about files that came before: all that arrived is in force already, or some were replaced by later ones. Who sends
    a whole folder again, of which one file is new, is only told. `ever`: checksum → the edition that brought it."""
    now = {one.checksum: one.loaded for one in base}
    again: dict[tuple[int, bool], list[str]] = {}
    for one in arrived:
        since = now.get(one.checksum, ever.get(one.checksum, one.loaded))
        if since < one.loaded:
            again.setdefault((since, one.checksum in now), []).append(f"“{one.original}”")
    nothing_new = all(one.checksum in now for one in arrived)
    doubts: list[str] = []
    notices: list[str] = []
    for (number, in_force), names in sorted(again.items()):
        some = "、".join(names[:3]) + (f"等 {len(names)} 份" if len(names) > 3 else "")
        if in_force:
            (doubts if nothing_new else notices).append(f"{some}与第 {number} 版装载、现在仍在用的文件完全相同，不会带来变化。")
        else:
            doubts.append(f"{some}与第 {number} 版装载、后来已被替换的文件完全相同，可能拿错了旧文件。")
    return doubts, notices


def partly_replaced(before: Sequence[Input], arrived: Sequence[Input], sources: Sequence[Mapping[str, object]]) -> list[str]:
    """Files, or checked copies of files, of which later deliveries had replaced rows: they would bring the old rows back."""
    half = {one.checksum: one for one in before if one.without}
    copies = {str(s["file"]): str(s["corrects"]["checksum"]) for s in sources if isinstance(s.get("corrects"), dict)}  # type: ignore[index]
    told = []
    for one in arrived:
        earlier = half.get(one.checksum) or half.get(copies.get(one.file, ""))
        if earlier:
            told.append(f"“{one.original}”是第 {earlier.loaded} 版的文件(或它的副本)，其中一部分行后来已被替换；启用后这些行会改回去。")
    return told


def span(new: pd.DataFrame) -> list[str]:
    """Sheets of events whose days lie more than a year apart: one wrong year, and everything in between is replaced."""
    told = []
    for (file, sheet), days in new.dropna(subset=["day"]).groupby(["file", "sheet"], sort=False)["day"]:
        first, last = (pd.Timestamp(d).date() for d in (days.min(), days.max()))
        if (last - first).days > _YEAR_AND_MORE:
            told.append(f"“{file}”{sheet}的日期从 {first} 到 {last}，其间原有的同一台账会被替换。请核对有没有写错的年份。")
    return told


def last_year(base: Edition, said: Settings, titles: Mapping[tuple[str, str], str], day: dt.date) -> list[str]:
    """A daohu.toml with an earlier day than the current edition's, or a year in a name or title that is over."""
    then = dt.date.fromisoformat(str(base.manifest["as_of"]))
    told = []
    if said.as_of and said.as_of < then:
        told.append(f"daohu.toml 写的日期 {said.as_of} 早于当前版次的 {then}，可能是旧台账。")
    old: dict[str, int] = {}
    for (file, _), title in titles.items():
        years = [int(y) for y in _YEAR.findall(title)]
        if years and max(years) < max(day, then).year:
            old[file] = max(years)
    told += [f"“{file}”的文件名或标题写的是 {year} 年，可能是往年的台账。" for file, year in old.items()]
    return told


def another_county(base: Edition, said: Settings, new: pd.DataFrame, problems: pd.DataFrame) -> list[str]:
    """Another county's code in daohu.toml, or files most of whose rows name units that are not here."""
    told = []
    code, own = said.county[:6], str(base.manifest.get("county", ""))[:6]
    if code and own and code != own:
        told.append(f"daohu.toml 写的区划代码是 {said.county}，登记库是 {base.manifest.get('county_name') or ''}({own})，可能是别县的台账。")
    unknown = problems[problems["code"] == "unit_unknown"].groupby("file")["row"].nunique()
    for file, rows in new.groupby("file", sort=False):
        lost = int(unknown.get(file, 0))
        if lost >= 5 and lost > 0.5 * len(rows):
            told.append(f"“{file}”{len(rows):,} 行中有 {lost:,} 行写的单元在本县找不到，可能是别县的台账。")
    return told


def clock(base: Edition, today: dt.date) -> list[str]:
    """A machine whose date lies before the day on which the current edition was made."""
    made = str(base.manifest.get("made", ""))[:10]
    if made and today.isoformat() < made:
        return [f"本机日期 {today} 早于当前版次的装载日期 {made}，请先核对系统时间。"]
    return []

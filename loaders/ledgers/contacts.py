"""Contact ledgers of any mechanism: one row per pair, or one row per contact with many households in a cell; 联户 groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.ledgers import fields as f
from loaders.kinds import Field, Ledger, fields
from loaders.normalise import numbers, text
from loaders.normalise.dates import Dates
from loaders.persons import marks
from loaders.placing import place
from loaders.resolve import Resolved, resolve
from loaders.rows import DUPLICATE, Rows
from loaders.world import World

DEPUTIES = ("党代表", "人大代表", "政协委员")
MECHANISMS = (
    "好邻居", "联户长", "党员中心户", *DEPUTIES, "包户干部", "包保干部", "帮扶干部", "帮扶责任人", "结对党员", "联系党员", "楼栋长", "单元长", "网格员", "微网格员", "驻村干部", "志愿者",
)  # fmt: skip
"""Mechanisms known by name; a ledger may name others in a column or in daohu.toml."""
SYNONYMS = {"双联户长": "联户长", "联户代表": "联户长", "单元长/联户长": "联户长", "中心户": "党员中心户", "党员中心户户主": "党员中心户", "人大": "人大代表", "政协": "政协委员", "区人大代表": "人大代表",
            "县人大代表": "人大代表", "市人大代表": "人大代表", "镇人大代表": "人大代表", "市党代表": "党代表", "县党代表": "党代表", "区党代表": "党代表", "镇党代表": "党代表", "县政协委员": "政协委员", "市政协委员": "政协委员",
            "区政协委员": "政协委员", "中共党代表": "党代表", "党代会代表": "党代表"}
LEDGER_OF = dict.fromkeys(DEPUTIES, "两代表一委员")
"""The ledger that a mechanism is delivered in, where it is not the mechanism's own name."""

CONTACT = Field("contact", "联系人", ("姓名", "干部姓名", "人员姓名", "代表委员姓名"), pattern=f"^{f.WHO}(?:姓名|名字)?$", cell="name", weight=1.0)
MECHANISM = Field(
    "mechanism", "联系机制",
    ("两代表一委员", "代表类别", "代表身份", "身份", "类别", "联系机制", "联系类型", "身份类别", "人员类别", "代表委员类别", "代表委员类型", "类型", "人员类型", "委员类别"), weight=0.8,
)
PART = Field("part", "分组编号", ("分组编号", "分组名称", "联户组", "联户组名称", "联户单元", "联户组编号", "组号", "联户分组"), weight=1.5)
_HOUSEHOLD = (f.HOUSEHOLD_CODE, f.HEAD_NAME, f.HEAD_ID)
_ALL = fields(f.SEQ, f.PLACES, CONTACT, f.ID_NUMBER, f.PHONE, MECHANISM, _HOUSEHOLD, f.SINCE, f.UNTIL, PART, f.HOUSEHOLDS, f.REMARK)


def mechanism_in(said: str) -> str:
    """The mechanism that a text (a title, a sheet name, a header) names; empty where none or several."""
    if "两代表一委员" in said:
        return "两代表一委员"
    found = {SYNONYMS.get(m, m) for m in (*MECHANISMS, *SYNONYMS) if len(m) > 2 and m in said}
    return found.pop() if len(found) == 1 else ""


def read(rows: Rows, world: World) -> None:
    """Contacts of households. A contact ledger never creates a household."""
    _continue_blocks(rows)
    mechanism = _mechanisms(rows)
    rows.ledger_names = ledger_names(mechanism, rows)
    placed = place(rows, world.finder)
    contact, ids = rows.names("contact"), rows.ids("id")
    rows.reject("required_missing", ~text.present(contact) & ~rows.zero, "contact", "联系人")
    rows.phones("phone")
    head_ids = rows.ids("head_id").value
    since, until = _period(rows)
    resolved = resolve(rows, placed, world, head_ids)
    part = rows.words("part")
    keys, ids_value = _contact_keys(mechanism, placed.village, contact, ids.value)
    rows.mark_duplicates(
        [mechanism, pa.array(placed.village), pa.array(placed.group), pa.array(placed.bay), keys, pc.coalesce(resolved.code, text.empty(len(rows))), resolved.name, head_ids]
        + [pa.array(since.first), pa.array(since.precision), pa.array(until.first), pa.array(until.precision), part]
    )
    mentions = _mentions(rows, world, contact, keys, ids_value)
    _edges(rows, world, resolved, mentions, mechanism, since, until, part)
    _claims(rows, world, placed.village, mentions, contact, part)
    world.deliver(rows, placed.village)
    world.refuse(rows, placed.village, resolved.code, resolved.name)


def _continue_blocks(rows: Rows) -> None:
    """A row whose contact cells are all blank continues the block above; a household's identifier never fills down."""
    names = [n for n in ("contact", "id", "phone", "part", "claimed") if rows.has(n)]
    blank = np.logical_and.reduce([rows.blank(n) for n in names]) if names else np.zeros(len(rows), bool)
    starts = np.r_[True, rows.sheet[1:] != rows.sheet[:-1]] if len(rows) else np.zeros(0, bool)
    follows = blank & ~starts & ~rows.zero
    if not follows.any():
        return
    anchor = np.maximum.accumulate(np.where(follows, -1, np.arange(len(rows))))
    names += [n for n in ("mechanism",) if rows.has(n)]
    for n in names:
        rows.replace(n, rows.cells(n).take(pa.array(np.where(follows & rows.blank(n), anchor, np.arange(len(rows))))))


def _mechanisms(rows: Rows) -> pa.Array:
    """Per row the mechanism: its own column, else what the sheet says of itself or the settings say of it."""
    own = rows.words("mechanism")
    found = pc.index_in(own, value_set=pa.array(list(SYNONYMS)))
    own = pc.coalesce(pa.array(list(SYNONYMS.values())).take(found), own)
    by_sheet = pa.array([b.mechanism or None for b in rows.blocks], pa.string()).take(pa.array(rows.sheet))
    loose = pc.and_(pc.is_valid(by_sheet), pc.not_equal(by_sheet, "两代表一委员"))
    named = pc.is_in(own, value_set=pa.array(MECHANISMS))
    return pc.coalesce(pc.if_else(pc.and_(loose, pc.invert(pc.fill_null(named, False))), by_sheet, own), own, by_sheet)


def ledger_names(mechanism: pa.Array, rows: Rows) -> np.ndarray:
    """The ledger of each row: 两代表一委员 for the three mandates, else the mechanism's own name."""
    by_sheet = np.array([LEDGER_OF.get(b.mechanism, b.mechanism) for b in rows.blocks] or [""], object)[rows.sheet]
    own = np.array([LEDGER_OF.get(m or "", m or "联系") for m in mechanism.to_pylist()], object)
    return np.where(by_sheet == "", own, by_sheet)


def _period(rows: Rows) -> tuple[Dates, Dates]:
    """since and until; where since lies after until, until is kept and since is reported and open."""
    since, until = rows.dates("since"), rows.dates("until")
    ends = until.after()
    with np.errstate(invalid="ignore"):
        wrong = ~np.isnat(since.first) & ~np.isnat(ends) & (since.first > ends)
    rows.report("date_invalid", wrong, "since", ";开始日期晚于结束日期")
    first = np.where(wrong, np.datetime64("NaT"), since.first)
    return Dates(first, np.where(wrong, 0, since.precision), since.bad | wrong), until


def _contact_keys(mechanism: pa.Array, village: np.ndarray, contact: pa.Array, ids: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(mechanism, village, name) of each contact; a row without an id takes that of the one contact who has one there."""
    key = pc.binary_join_element_wise("c:", pc.fill_null(mechanism, ""), "|", pc.cast(pa.array(village), pa.string()), "|", pc.fill_null(contact, ""), "")
    frame = pd.DataFrame({"key": key.to_numpy(zero_copy_only=False), "id": ids.to_numpy(zero_copy_only=False)})
    known = frame[frame["id"].notna()].drop_duplicates()
    known = known[~known.duplicated("key", keep=False)].set_index("key")["id"]
    filled = frame["id"].where(frame["id"].notna(), frame["key"].map(known))
    return key, pa.array(filled.where(filled.notna(), None), pa.string())


def _mentions(rows: Rows, world: World, contact: pa.Array, keys: pa.Array, ids: pa.Array) -> np.ndarray:
    """One mention per distinct contact and mark; -1 for rows without a contact's name."""
    named = np.flatnonzero(text.present(contact))
    remark = rows.cells("remark").take(pa.array(named))
    said = [pc.fill_null(c.take(pa.array(named)), "") for c in (keys, contact, ids)]
    statement = pc.binary_join_element_wise(*said, pc.fill_null(remark, ""), "\x1f").dictionary_encode()
    index = np.asarray(statement.indices)
    _, first = np.unique(index, return_index=True)
    chosen = pa.array(named[first])
    numbered = world.persons.mention(keys.take(chosen), contact.take(chosen), rows.sources.take(chosen), ids.take(chosen), marks(rows.cells("remark").take(chosen)))
    mention = np.full(len(rows), -1, np.int64)
    mention[named] = numbered[index] if len(named) else []
    return mention


def _edges(rows: Rows, world: World, resolved: Resolved, mention: np.ndarray, mechanism: pa.Array, since: Dates, until: Dates, part: pa.Array) -> None:
    kinds, parts = np.array(mechanism.to_pylist(), object), np.array([p or "" for p in part.to_pylist()], object)
    ends = until.after()
    sources = np.array(rows.sources.to_pylist(), object)
    kept = rows.accepted[resolved.row]
    r, h = resolved.row[kept], resolved.household[kept]
    world.edge("CONTACTS", ("Person", "Household"), ("mention", "row"), mention[r], h, sources[r], since.first[r], ends[r], mechanism=kinds[r], part=parts[r])
    may = (mention[resolved.may_row] >= 0) & (rows.status[resolved.may_row] != DUPLICATE)
    r, h = resolved.may_row[may], resolved.may_household[may]
    world.edge("MAY_CONTACT", ("Person", "Household"), ("mention", "row"), mention[r], h, sources[r], since.first[r], ends[r], mechanism=kinds[r])


def _claims(rows: Rows, world: World, village: np.ndarray, mention: np.ndarray, contact: pa.Array, part: pa.Array) -> None:
    """户数 of a 联户 group: a typed count beside the list, one claim per contact and group."""
    if not rows.has("claimed"):
        return
    value, qualifier = numbers.counts(rows.cells("claimed"))
    frame = pd.DataFrame(
        {
            "measure": "联户户数", "value": value, "qualifier": qualifier.to_pylist(), "subject": contact.to_pylist(), "part": [p or "" for p in part.to_pylist()], "end": "mention",
            "target": mention, "label": "Person", "unit": village, "source": rows.sources.to_pylist(), "block": rows.sheet, "row": rows.row, "column": "",
        }
    )  # fmt: skip
    said = frame[(value >= 0) & (mention >= 0) & (rows.status != DUPLICATE)].drop_duplicates(["target", "part", "unit"])
    columns = [rows.blocks[b].found for b in said["block"]]
    said = said.assign(column=[c.labels[c.columns["claimed"]] for c in columns], file=[c.sheet.file for c in columns], sheet=[c.sheet.name for c in columns])
    world.claims.append(said.drop(columns="block"))


CONTACTS = Ledger(
    kind="contacts", title="联系", fields=_ALL, required=(("contact",), ("household_code", "head_name", "head_id")), read=read, order=40,
    signs=(*MECHANISMS, "两代表一委员", "联系户", "联系台账", "包户", "结对"), against=("与户主关系", "合作社", "走访时间", "走访日期", "入社", "政治面貌"),
    vocabulary=("mechanism", (*MECHANISMS, *SYNONYMS)), aliases=("联系台账",), needs="联系人姓名,以及户号、户主姓名或户主身份证号",
)  # fmt: skip

"""户籍人口台账: residents (one row per person) and households (one row per household)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.households import EXCLUDED, keys
from loaders.ledgers import fields as f
from loaders.kinds import Field, Ledger, fields
from loaders.normalise import codes, text
from loaders.normalise.dates import DAY, MONTH, Dates
from loaders.persons import marks
from loaders.placing import Placed, place
from loaders.rows import Rows
from loaders.world import World

NAME = Field("name", "姓名", ("姓名", "真实姓名", "居民姓名", "家庭成员姓名", "成员姓名", "家庭成员"), cell="name", weight=1.0)
RELATION = Field(
    "relation", "与户主关系", ("与户主关系", "家庭关系", "与户主之间的关系", "和户主之间的关系", "关系", "与户主的关系", "户主关系", "成员关系"), weight=3.0
)
HOUSEHOLD_KIND = Field("household_kind", "户类型", ("户类型", "家庭类别", "户类别", "户别", "家庭类型"), weight=0.7)
SIZE = Field("size", "人数", ("人数", "家庭人口数", "家庭人口", "合计人数", "人口数", "户籍人口数"), cell="count", weight=0.5)
_COMMON = (f.SEQ, *f.PLACES, f.HOUSEHOLD_CODE, f.HEAD_NAME, f.HEAD_ID, f.ADDRESS, f.GRID, HOUSEHOLD_KIND, f.REMARK)


def read(rows: Rows, world: World) -> None:
    """Persons and their households. A row without a readable household is refused; a bad cell costs the cell."""
    _continue_households(rows)
    placed = place(rows, world.finder, create=True)
    residents = rows.ledger.kind == "residents"
    name = rows.names("name" if residents else "head_name")
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name" if residents else "head_name", "姓名" if residents else "户主姓名")
    person_id = rows.ids("id") if residents else rows.ids("head_id")
    head_id = rows.ids("head_id").value if residents and rows.has("head_id") else text.empty(len(rows))
    relation, unclear = codes.relation(rows.cells("relation"), world.settings.codes.get("与户主关系"))
    rows.report("code_ambiguous", unclear, "relation") if residents else None
    head_name = rows.names("head_name")
    is_head = _heads(relation, name, head_name) if residents else np.ones(len(rows), bool)
    head_name = pc.if_else(pa.array(is_head), pc.coalesce(head_name, name), head_name)
    head_id = pc.coalesce(head_id, pc.if_else(pa.array(is_head), person_id.value, None))
    code, address = rows.words("household_code"), rows.words("address")
    key = keys(placed.village, code, head_id, head_name, address)
    nowhere = ~text.present(key) & rows.accepted & ~rows.zero
    rows.reject("household_unknown", nowhere, "household_code", values=name)
    sex = _sex(rows, person_id.sex, world)
    birth = _birth(rows, person_id.birth)
    political, unclear = codes.political(rows.cells("political"), world.settings.codes.get("政治面貌"))
    rows.report("code_ambiguous", unclear, "political") if rows.has("political") else None
    ethnic, education = codes.ethnic(rows.cells("ethnic"))[0], codes.education(rows.cells("education"))[0]
    phone = rows.phones("phone") if rows.has("phone") else text.empty(len(rows))
    kind, remark, grid = rows.words("household_kind"), rows.words("remark"), rows.words("grid")
    rows.mark_duplicates(
        [pa.array(placed.village), pa.array(placed.group), pa.array(placed.bay), key, name, relation, sex, person_id.value, pa.array(birth), ethnic, political, education, phone]
        + [address, kind, remark, grid, head_name]
    )
    _conflicts(rows, key, placed, is_head, name, head_name)
    statements = pd.DataFrame(
        {
            "key": _objects(key), "village": placed.village, "code": _objects(code), "head": _objects(head_name), "head_id": _objects(head_id), "group": placed.group,
            "bay": placed.bay, "address": _objects(address), "kind": _objects(kind), "excluded": _objects(_excluded(kind, remark)), "is_head": is_head, "grid": _objects(grid),
            "source": _objects(rows.sources),
        }
    )  # fmt: skip
    good = rows.accepted & ~rows.zero
    world.households.state(statements[good])
    _people(world, rows, good, key, name, person_id.value, birth, is_head, relation, remark, sex=sex, ethnic=ethnic, education=education, political=political, phone=phone)
    repeated = rows.status == 2
    world.provenance.append(pd.DataFrame({"household": statements["key"][good | repeated], "source": statements["source"][good | repeated]}))
    world.deliver(rows, placed.village)
    world.refuse(rows, placed.village, code, name)


def _continue_households(rows: Rows) -> None:
    """A member's row that names no household at all belongs to the one above (a CSV saved from a merged workbook)."""
    names = [n for n in ("household_code", "head_name", "head_id") if rows.has(n)]
    if not names or rows.ledger.kind != "residents":
        return
    blank = np.logical_and.reduce([rows.blank(n) for n in names])
    head = text.mask(pc.match_substring(rows.words("relation"), "户主")) | ~text.present(rows.words("relation"))
    starts = np.r_[True, rows.sheet[1:] != rows.sheet[:-1]] if len(rows) else np.zeros(0, bool)
    follows = blank & ~head & ~starts
    if not follows.any():
        return
    anchor = np.maximum.accumulate(np.where(follows, -1, np.arange(len(rows))))
    for n in (*names, "address"):
        rows.replace(n, rows.cells(n).take(pa.array(np.where(follows & rows.blank(n), anchor, np.arange(len(rows))))))


def _heads(relation: pa.Array, name: pa.Array, head_name: pa.Array) -> np.ndarray:
    """The head's own row: the relation says so, or it says nothing (or 本人) and the name is the head's."""
    said = text.mask(pc.equal(relation, "户主"))
    silent = ~text.present(relation) | text.mask(pc.equal(relation, "本人"))
    return said | (silent & text.mask(pc.equal(name, head_name)))


def _sex(rows: Rows, by_id: pa.Array, world: World) -> pa.Array:
    if not rows.has("sex"):
        return by_id
    said, unclear = codes.sex(rows.cells("sex"), by_id, rows.sheet, world.settings.codes.get("性别"))
    rows.report("code_ambiguous", unclear, "sex")
    rows.report("sex_mismatch", text.mask(pc.not_equal(said, by_id)), "sex")
    return pc.coalesce(by_id, said)


def _birth(rows: Rows, by_id: np.ndarray) -> np.ndarray:
    if not rows.has("birth"):
        return by_id
    said = rows.dates("birth")
    rows.report("birth_mismatch", differs(said, by_id), "birth")
    return np.where(np.isnat(by_id), said.first, by_id)


def differs(said: Dates, day: np.ndarray) -> np.ndarray:
    """Where a stated date is not the given day, as far as it is precise."""
    both = ~np.isnat(said.first) & ~np.isnat(day)
    month = said.first.astype("datetime64[M]") != day.astype("datetime64[M]")
    year = said.first.astype("datetime64[Y]") != day.astype("datetime64[Y]")
    return both & np.where(said.precision == DAY, said.first != day, np.where(said.precision == MONTH, month, year))


def _excluded(kind: pa.Array, remark: pa.Array) -> pa.Array:
    words = pa.array(EXCLUDED)
    return pc.coalesce(*(pc.if_else(pc.is_in(c, value_set=words), c, None) for c in (kind, remark)))


def _conflicts(rows: Rows, key: pa.Array, placed: Placed, is_head: np.ndarray, name: pa.Array, head_name: pa.Array) -> None:
    """Rows of one household that disagree with its head's row about group or head."""
    good = np.flatnonzero(rows.accepted & text.present(key))
    number = np.asarray(key.take(pa.array(good)).dictionary_encode().indices)
    heads = is_head[good]
    _, first = np.unique(number[heads], return_index=True)
    head_row = np.full(number.max() + 1 if len(number) else 0, -1)
    head_row[number[heads][first]] = good[heads][first]
    own = head_row[number]
    known = own >= 0
    good, own = good[known], own[known]
    group = placed.group
    other_group = np.zeros(len(rows), bool)
    other_group[good] = (group[good] >= 0) & (group[own] >= 0) & (group[good] != group[own])
    rows.report("household_conflict", other_group, "group", "村民小组")
    said, names = _objects(head_name), _objects(name)
    other_head = np.zeros(len(rows), bool)
    other_head[good] = pd.notna(said[good]) & (said[good] != names[own])
    rows.report("household_conflict", other_head, "head_name", "户主")


def _people(
    world: World, rows: Rows, good: np.ndarray, key: pa.Array, name: pa.Array, ids: pa.Array, birth: np.ndarray, is_head: np.ndarray, relation: pa.Array, remark: pa.Array,
    **attributes: pa.Array,
) -> None:
    keep = pa.array(good)
    person_key = pc.binary_join_element_wise("h:", key, "|", name, "").filter(keep)
    marked = marks(remark.filter(keep)) if rows.ledger.kind == "residents" else None
    said = {k: v.filter(keep) for k, v in attributes.items()}
    sources = rows.sources.filter(keep)
    mention = world.persons.mention(person_key, name.filter(keep), sources, ids.filter(keep), marked, birth[good], **said)
    relation = pc.if_else(pa.array(is_head), "户主", pc.fill_null(relation, ""))
    world.edge(
        "LIVES_IN", ("Person", "Household"), ("mention", "household"), mention, _objects(key.filter(keep)), sources, relation=_objects(relation.filter(keep)), is_head=is_head[good]
    )


def _objects(array: pa.Array) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)


RESIDENTS = Ledger(
    kind="residents", title="户籍人口", fields=fields(NAME, RELATION, _COMMON, f.PERSON, SIZE), required=(("name",), ("relation", "household_code", "head_name", "head_id")),
    read=read, order=20, signs=("户籍", "人口", "家庭成员", "居民信息", "常住"), against=("联系户", "联系人", "合作社", "党支部", "走访"),
    aliases=("户籍人口台账", "户籍", "人口", "register", "居民"), needs="姓名,以及与户主关系、户号或户主姓名",
)  # fmt: skip
HOUSEHOLDS = Ledger(
    kind="households", title="户籍人口", fields=fields(_COMMON, f.PHONE, SIZE), required=(("head_name",), ("household_code", "address", "size")),
    read=read, order=21, signs=("户册", "家庭户", "户籍", "农户"), against=("联系户", "联系人", "合作社", "走访", "出资"),
    aliases=("家庭户", "户"), needs="户主姓名,以及户号或地址",
)  # fmt: skip

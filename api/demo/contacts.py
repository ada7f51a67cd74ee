"""The contact ledgers: 两代表一委员, 联户长, 党员中心户, 好邻居, each in the shape its office keeps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from api.demo.cells import NULLS, PLACED, nulls, twins, village_cells
from api.demo.chosen import Deal
from api.demo.dice import Bools, Cell, Dice, Ints, Texts, some, texts
from api.demo.draft import Draft
from api.demo.idcells import id_cells
from api.demo.layouts import layout_of
from api.demo.lookup import NOBODY, SEVERAL, Stated
from api.demo.population import World
from api.demo.ties import Fates, Ties, code_cells, fates, ledger_dice, make_ties, name_cells


@dataclass(frozen=True)
class Form:
    """One ledger kind: its file, its columns in order (field → header word), how it repeats the contact."""

    kind: str
    file: str
    title: str
    columns: dict[str, str]
    merged: tuple[str, ...] = ()
    ditto: tuple[str, ...] = ()
    list_towns: tuple[int, ...] = ()
    """Towns (by number modulo 4) that write one row per contact, with all its households in one cell."""


_PLACE = {"seq": "序号", "town": "乡镇(街道)", "village": "村(社区)"}
_DAYS = {"since": "开始日期", "until": "结束日期"}
FORMS = {
    "G1": Form("G1", "两代表一委员联系户台账.xlsx", "两代表一委员联系户台账", {
        **_PLACE, "group": "组别", "mandate": "两代表一委员", "contact": "姓名", "contact_id": "身份证号", "phone": "联系电话",
        "head": "联系户户主姓名", "key": "户号", **_DAYS, "remark": "备注",
    }),
    "C6": Form("C6", "联户长台账.xlsx", "联户长台账", {
        **_PLACE, "group": "小组", "batch": "分组编号", "contact": "联户长", "contact_id": "联户长证件号码", "count": "户数",
        "head": "户主姓名", "key": "户号", **_DAYS, "remark": "联户长备注",
    }, merged=("batch", "contact", "contact_id", "count", "remark")),
    "B11": Form("B11", "党员中心户联系台账.xlsx", "党员中心户联系台账", {
        **_PLACE, "contact": "党员中心户姓名", "phone": "联系电话", "group": "所在小组", "head": "联系户户主", **_DAYS, "remark": "备注",
    }, ditto=("contact", "phone"), list_towns=(3,)),
    "C8": Form("C8", "好邻居联系台账.xlsx", "“好邻居”联系台账", {
        **_PLACE, "group": "小组", "contact": "好邻居姓名", "phone": "联系电话", "head": "联系户户主姓名", "key": "户号", **_DAYS, "remark": "备注",
    }, merged=("contact", "phone", "remark")),
}  # fmt: skip


@dataclass
class ContactSheet:
    """A contact ledger's sheet, with what its ties say."""

    draft: Draft
    deal: Deal
    fate: Fates
    ties: Ties
    row: Ints
    """The draft's row of each tie."""
    contact_id: Texts
    """The id a reader sees of each contact, '' where there is none."""
    claimed: Ints
    """The typed 户数 of each contact's group; empty where the form has none."""
    first: Ints
    """The first row of each contact, -1 where it has none."""


def contact_sheet(world: World, stated: Stated, form: Form, town: int, deal: Deal, left: set[int], spared: set[int], batches: int) -> ContactSheet:
    """One town's sheet. `left` are persons out of service by another ledger's word, `spared` those who stand in an earlier ledger."""
    rng = ledger_dice(world, form.kind, town)
    keyed, by_id = "key" in form.columns, "code" in layout_of(town).without
    listed = bool(form.list_towns) and town % 4 in form.list_towns
    fate = fates(deal, left, spared, rng)
    ties, kept = make_ties(world, stated, deal, fate, keyed=keyed, by_id=by_id, uniform=listed, rng=rng)
    row = ties.contact.copy() if listed else np.arange(len(kept))
    if listed:
        row = np.unique(row, return_inverse=True)[1].astype(np.int64)
    lead = np.unique(row, return_index=True)[1].astype(np.int64)
    name, file = world.county.towns[town], f"{world.county.flavour.short}_{form.file}"
    draft = Draft(file, name, form.kind, name + form.title, {}, ties.village[lead], np.zeros(len(lead), dtype=np.bool_))
    cells = _rows(world, ties, lead, row, listed, by_id, rng)
    _place(world, draft, cells, fate.steady[ties.contact[lead]], rng)
    contacts = len(deal.person)
    sheet = ContactSheet(draft, deal, fate, ties, row, texts([""] * contacts), np.zeros(0, dtype=np.int64), np.full(contacts, -1, dtype=np.int64))
    sheet.first[ties.contact[lead][::-1]] = np.arange(len(lead))[::-1]
    _who(world, form, sheet, cells, lead, batches, rng)
    _judge(sheet, form, by_id)
    words = {**form.columns, "key": "户主身份证号"} if by_id and keyed else form.columns
    draft.columns = {word: cells[name] for name, word in words.items()}
    draft.problems = [(r, words[c], code) for r, c, code in draft.problems]
    draft.merged, draft.ditto = tuple(words[c] for c in form.merged), () if listed else tuple(words[c] for c in form.ditto)
    draft.block = ties.contact[lead] if form.merged or draft.ditto else None
    draft.section = ties.village[lead] if form.merged else None
    again, lost = some(rng, np.flatnonzero(~draft.rejected), 0.009), some(rng, np.flatnonzero(draft.rejected), 0.05)
    draft.copies = np.concatenate([again, lost]) if form.kind == "G1" else again
    return sheet


def _rows(world: World, ties: Ties, lead: Ints, row: Ints, listed: bool, by_id: bool, rng: Dice) -> dict[str, list[Cell]]:
    """The cells that name the household and the days; a listing row takes its dates and group from its first tie."""
    names = name_cells(ties.name, rng)
    if listed:
        for which in (ties.since, ties.until):
            which.cells = [which.cells[lead[r]] for r in row.tolist()]
            which.days, which.month_only = which.days[lead[row]], which.month_only[lead[row]]
        ties.undated = ties.undated[lead[row]] if len(ties.undated) else ties.undated
        joined = np.split(np.array(names, dtype=object), lead[1:])
        names = [("、", "，", "；", "\n")[int(rng.integers(0, 4))].join(part.tolist()) for part in joined]
    groups = [g.name for g in world.county.groups] + [""]
    return {
        "head": names,
        "key": id_cells(rng, ties.head_id)[0] if by_id else code_cells(ties, rng),
        "group": [""] * len(lead) if listed else [groups[g] for g in ties.group.tolist()],
        "since": [ties.since.cells[i] for i in lead],
        "until": [ties.until.cells[i] for i in lead],
        "town": [world.county.towns[world.county.villages[v].town] for v in ties.village[lead].tolist()],
        "seq": [""] * len(lead),
    }


def _place(world: World, draft: Draft, cells: dict[str, list[Cell]], steady: Bools, rng: Dice) -> None:
    """Village names with their variants; some rows cannot be placed."""
    free = np.flatnonzero(~steady)
    unknown = some(rng, free, 0.006)
    ambiguous = np.setdiff1d(some(rng, np.intersect1d(twins(world.county, draft.village), free), 0.03), unknown)
    cells["village"], state = village_cells(rng, world.county, draft.village, variant=0.03, unknown=unknown, ambiguous=ambiguous)
    draft.problem(unknown, "village", "unit_unknown")
    draft.problem(ambiguous, "village", "unit_ambiguous")
    draft.rejected |= state != PLACED
    count = Counter(v.name for v in world.county.villages)
    alone = np.array([count[v.name] == 1 for v in world.county.villages], dtype=np.bool_)
    single = np.flatnonzero((state == PLACED) & alone[draft.village])
    for i in some(rng, single, 0.004):
        cells["town"][i] = ""  # the whole county is searched, and finds one
        cells["village"][i] = world.county.villages[draft.village[i]].name
    draft.village[state != PLACED] = -1


def _who(world: World, form: Form, sheet: ContactSheet, cells: dict[str, list[Cell]], lead: Ints, batches: int, rng: Dice) -> None:
    """The contact's cells: name, id, phone, group number, typed count, remark."""
    deal, of = sheet.deal, sheet.ties.contact[lead]
    people = deal.person[of]
    cells["contact"] = world.folk.name[people].tolist()
    cells["phone"] = world.folk.phone[people].tolist()
    cells["mandate"] = [deal.mechanism[c] for c in of.tolist()]
    marks = [m or ("<b>带头户</b>" if rng.random() < 0.01 else "=见附件" if rng.random() < 0.01 else "") for m in sheet.fate.mark]
    cells["remark"] = [marks[c] for c in of.tolist()]
    if form.merged:
        shown, seen, problems = id_cells(rng, world.folk.id[deal.person], lost=np.flatnonzero(~sheet.fate.steady))
        cells["contact_id"] = [shown[c] for c in of.tolist()]
        sheet.contact_id = seen
        if "contact_id" in form.columns:
            sheet.draft.problems += [(int(sheet.first[c]), "contact_id", code) for c, code in problems if sheet.first[c] >= 0]
    else:
        cells["contact_id"], _, _ = id_cells(rng, world.folk.id[people])
        sheet.contact_id = world.folk.id[deal.person].copy()
        nulls(rng, cells["remark"], 0.35)
    if "contact_id" not in form.columns:
        sheet.contact_id = texts([""] * len(deal.person))
    if "mandate" in form.columns:  # somebody has left out the name
        keyed = np.flatnonzero((sheet.ties.code[lead] != "") & ~sheet.draft.rejected & ~sheet.fate.steady[of])
        empty = some(rng, keyed, 0.002)
        for i in empty:
            cells["contact"][i] = NULLS[0] if rng.random() < 0.3 else ""
        sheet.draft.problem(empty, "contact", "required_missing")
        sheet.draft.rejected[empty] = True
    if "count" in form.columns:
        cells["batch"] = [f"L{batches + c + 1:04d}" for c in of.tolist()]
        sheet.claimed = np.bincount(sheet.ties.contact, minlength=len(deal.person)).astype(np.int64)
        wrong = some(rng, len(deal.person), 0.08)
        sheet.claimed[wrong] += rng.integers(1, 9, len(wrong)) * np.where(sheet.claimed[wrong] > 10, rng.choice([-1, 1], len(wrong)), 1)
        cells["count"] = [int(sheet.claimed[c]) for c in of.tolist()]


def _judge(sheet: ContactSheet, form: Form, by_id: bool) -> None:
    """Rows whose households cannot be told are rejected; every household that fails is a problem."""
    draft, ties = sheet.draft, sheet.ties
    placed = draft.village[sheet.row] >= 0
    fits = np.zeros(draft.size, dtype=np.int64)
    np.add.at(fits, sheet.row, (ties.found >= 0).astype(np.int64))
    for state, code in ((NOBODY, "household_unknown"), (SEVERAL, "household_ambiguous")):
        draft.problem(np.unique(sheet.row[placed & (ties.found == state)]), "head", code)
    draft.rejected |= fits == 0
    for name in ("since", "until"):
        cells = (ties.since if name == "since" else ties.until).cells
        bad = [int(r) for r, c in zip(sheet.row.tolist(), cells, strict=True) if isinstance(c, str) and c.endswith("-02-30")]
        draft.problem(sorted(set(bad)), name, "date_invalid")

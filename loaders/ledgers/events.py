"""事件台账 (会议, 诉求, 群众点单, 吹哨, 评选, 蹲点, 活动, 接待): what happened, on what day, about whom, by whom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.scheme import Scheme
from loaders.happened import by_persons, record
from loaders.kinds import Ledger, fields
from loaders.ledgers import event_columns as c
from loaders.ledgers import event_words as words
from loaders.ledgers import fields as f
from loaders.ledgers import targets
from loaders.ledgers.by_name import place_by_name
from loaders.ledgers.contacts import MECHANISM
from loaders.ledgers.known import Known
from loaders.mechanisms import SYNONYMS, known
from loaders.naming import institution_kinds, ledgers_by_word, words_asked
from loaders.normalise import numbers, text, vacancies
from loaders.normalise.dates import Dates, dates
from loaders.placing import Placed
from loaders.problems import not_found
from loaders.resolve import Resolved, fitting, resolve
from loaders.rows import Rows
from loaders.stated import NEW, ORGANISATIONS, bodies_named, find, organisation_edges, report_several, split_list
from loaders.world import World

_SPAN = r"^(\d{4}\D\d{1,2}\D\d{1,2}日?)\s*[-–]\s*(\d{4}\D\d{1,2}\D\d{1,2}日?)$"
"""2024.3.5-2024.3.9"""
_PLACES = ("county", "town", "village", "place", "code")


def read(rows: Rows, world: World) -> None:
    """Events. A date that cannot be read is an unknown day; a village that is not found rejects the row, as does the household of
    a 三星文明户. An organisation or a household that another kind of event names besides its village costs only itself."""
    kind = words.kinds(rows, world)
    rows.ledger_names = words.ledgers(rows, world, kind)
    _of_the_county(rows, world)
    place_by_name(rows, world, "venue")
    placed, row_of, unit_of = targets.place_several(rows, world, anywhere=True)
    day, days = _days(rows)
    head_ids, ids = rows.ids("head_id").value, rows.ids("id").value
    rows.phones("phone")
    of_household, of_body = (np.isin(kind, words.of(world.scheme, population)) for population in ("户", "组织"))
    by, head = _persons(rows, kind, of_household)
    rows.replace("head_name", head)
    resolved = resolve(rows, placed, world, head_ids, of_household)
    no_body = of_body & ~text.present(rows.words("body")) & ~rows.zero
    rows.reject("required_missing", no_body, "body", "支部名称")
    rows.mark_duplicates(**placed.said, date=day.stated(), head_id=head_ids, id=ids, head_name=resolved.name, household_code=resolved.code)
    happened = rows.accepted & ~rows.zero & ~words.not_awarded(rows, kind)
    good = np.flatnonzero(happened)
    answerer, answered = split_list(rows.cells("answerer"), happened)
    taken = text.present(vacancies.names(by)) | np.isin(np.arange(len(rows)), answerer)
    record(world, rows, good, placed.lowest, kind, day.first, words.outcome(rows, kind, taken), days)
    named = _about_households(rows, world, placed, happened, of_household, resolved, head_ids, day)
    named |= _about_bodies(rows, world, placed, happened, of_body, day)
    _about_grids(rows, world, placed, happened, day)
    _about_units(rows, world, placed, happened & ~named, row_of, unit_of, day)
    _attended(rows, world, placed, happened, day)
    among = _mechanisms(rows, world, kind)
    by_persons(rows, world, happened, by, placed, among, day.first, ids)
    told = institution_kinds(pa.array(answered, pa.string())).to_pylist()
    kinds = ["部门" if t == "驻区单位" else t for t in told]
    label, key = bodies_named(world, rows, answerer, answered, placed.unit[answerer], ORGANISATIONS, kinds, field="answerer", relation="承办")
    source = text.objects(rows.sources)[answerer]
    organisation_edges(world, "BY", "Event", "event", source, label, key, source, day.first[answerer])
    world.deliver(rows, placed.village, placed.unit)
    if len(unit_of):
        world.deliver_at(rows, row_of, unit_of)
    world.refuse(rows, placed.village, resolved.code, pc.coalesce(resolved.name, by))


def _of_the_county(rows: Rows, world: World) -> None:
    """A row that names no unit and whose 层级 is the county's stands at the county."""
    if not rows.has("level") or world.tree.top < 0:
        return
    blank = np.logical_and.reduce([~text.present(rows.words(n)) for n in _PLACES])
    county = blank & text.mask(pc.match_substring_regex(rows.words("level"), "^[县区市]"))
    rows.replace("county", pc.coalesce(rows.words("county"), pc.if_else(pa.array(county), world.tree.units[world.tree.top].name, None)))


def _days(rows: Rows) -> tuple[Dates, np.ndarray]:
    """The day of each row (of 2024-05-06至2024-05-10 the first) and how many days it lasted: as stated, else from first to last."""
    cells = pc.replace_substring_regex(text.tidy(rows.cells("date")), _SPAN, r"\1至\2")
    rows.replace("date", pc.replace_substring_regex(cells, r"\s*(至|到|~|—)\s*\d.*$", ""))
    last = pc.struct_field(pc.extract_regex(cells, r"(?:至|到|~|—)\s*(?P<last>\d.*)$"), "last") if len(rows) else cells
    day = rows.dates("date")
    start, end = rows.dates("since"), rows.dates("until")
    whole = Dates(
        np.where(np.isnat(day.first), start.first, day.first), np.where(np.isnat(day.first), start.precision, day.precision), day.bad & np.isnat(start.first)
    )
    until = np.where(np.isnat(end.first), dates(last).first, end.first)
    counted = (until - whole.first).astype("timedelta64[D]").astype(np.int64) + 1
    spanned = ~np.isnat(until) & ~np.isnat(whole.first) & (counted > 0)
    stated, _ = numbers.counts(pc.replace_substring_regex(rows.cells("days"), r"\s*[天日]\s*$", ""))
    return whole, np.where(stated >= 0, stated, np.where(spanned & (rows.in_sheet("until") | text.present(last)), counted, 0))


def _persons(rows: Rows, kind: np.ndarray, of_household: np.ndarray) -> tuple[pa.Array, pa.Array]:
    """(who acted, the household's head) as written: a bare 姓名 is the one or the other by what the ledger is about; in a ledger
    of requests and orders it is who asked, and no one here."""
    by, head, bare = rows.cells("by"), rows.cells("head_name"), rows.cells("name")
    asks = np.isin(kind, ("诉求", "群众点单", "吹哨"))
    nobody = text.empty(len(rows))
    return (
        pc.coalesce(by, pc.if_else(pa.array(of_household | asks), nobody, bare)),
        pc.coalesce(head, pc.if_else(pa.array(of_household), pc.coalesce(bare, rows.cells("speaker")), nobody)),
    )


def _about_households(
    rows: Rows, world: World, placed: Placed, happened: np.ndarray, of_household: np.ndarray, resolved: Resolved, head_ids: pa.Array, day: Dates
) -> np.ndarray:
    """ABOUT households; returns the rows that are about nothing else. A request names its household beside its village."""
    other = fitting(rows, placed, world, head_ids, happened & ~of_household)
    row, household = np.r_[resolved.row, other[0]].astype(np.int64), np.r_[resolved.household, other[1]].astype(np.int64)
    kept = happened[row]
    r, source = row[kept], text.objects(rows.sources)
    world.edge("ABOUT", ("Event", "Household"), ("event", "row"), source[r], household[kept], source[r], day.first[r])
    named = np.zeros(len(rows), bool)
    named[r] = True
    return np.asarray(named & of_household)


def _about_bodies(rows: Rows, world: World, placed: Placed, happened: np.ndarray, of_body: np.ndarray, day: Dates) -> np.ndarray:
    """ABOUT organisations; returns the rows that are about nothing else. One that no ledger states is told where the row is about it."""
    row, said = split_list(rows.cells("body"), happened)
    stated = Known(world, ORGANISATIONS)
    found = find(world, stated, said, placed.lowest[row])
    lost, named = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    lost[row[found == NEW]] = True
    rows.report("organization_unknown", lost & of_body, "body", not_found("与事件的"))
    report_several(rows, row, said, np.where(of_body[row], found, NEW), "body", "与事件的")
    r = row[found >= 0]
    named[r] = True
    label, key = (stated.column(found[found >= 0], column, None) for column in ("label", "key"))
    source = text.objects(rows.sources)[r]
    organisation_edges(world, "ABOUT", "Event", "event", source, label, key, source, day.first[r])
    return np.asarray(named & of_body)


def _about_grids(rows: Rows, world: World, placed: Placed, happened: np.ndarray, day: Dates) -> None:
    if not world.grids or not rows.has("grid"):
        return
    grids = pd.concat(world.grids, ignore_index=True).drop_duplicates(["village", "name"])
    asked = pd.DataFrame({"row": np.arange(len(rows)), "village": placed.village, "name": text.said(rows.words("grid"))})[happened]
    found = asked.merge(grids[["village", "name", "key"]], on=["village", "name"])
    r, source = found["row"].to_numpy(), text.objects(rows.sources)
    world.edge("ABOUT", ("Event", "Grid"), ("event", "grid"), source[r], found["key"].to_numpy(object), source[r], day.first[r])


def _about_units(rows: Rows, world: World, placed: Placed, where: np.ndarray, row_of: np.ndarray, unit_of: np.ndarray, day: Dates) -> None:
    """ABOUT the lowest unit of each row and the further ones of its cells; a sheet that names no unit is about the whole county."""
    unit = np.where(placed.lowest >= 0, placed.lowest, world.tree.top)
    row = np.r_[np.flatnonzero(where), row_of[where[row_of]]].astype(np.int64)
    target = np.r_[unit[where], unit_of[where[row_of]]].astype(np.int64)
    source = text.objects(rows.sources)[row]
    world.edge("ABOUT", ("Event", "Unit"), ("event", "unit"), source, target, source, day.first[row])


def _attended(rows: Rows, world: World, placed: Placed, happened: np.ndarray, day: Dates) -> None:
    """Head counts of the unit's people: attendances, which are no persons."""
    cells = pc.replace_substring_regex(rows.words("heads"), r"(?:人次|人|次)(左右|以上|余|多)?$", r"\1")
    heads, _ = numbers.counts(cells)
    row = np.flatnonzero(happened & (heads > 0))
    unit = np.where(placed.lowest >= 0, placed.lowest, world.tree.top)[row]
    source = text.objects(rows.sources)[row]
    world.edge("ATTENDED", ("Unit", "Event"), ("unit", "event"), unit, source, source, day.first[row], heads=heads[row])


def _mechanisms(rows: Rows, world: World, kind: np.ndarray) -> list[tuple[str, ...]]:
    """Per row the mechanisms among whose contacts its persons are looked for: its own column's, its header's, else its kind's."""
    usual, names = words.actors(world.scheme), known(world.scheme)
    heads = [b.found.labels[b.found.columns["by"]].strip() if "by" in b.found.columns else "" for b in rows.blocks]
    by_head = [(SYNONYMS.get(h, h),) if h in names else () for h in heads]
    own = text.said(pc.coalesce(rows.words("mechanism"), rows.words("kind")))
    told = {w: (SYNONYMS.get(w, w),) if w in names else () for w in dict.fromkeys(own)}
    return [told[w] or by_head[b] or usual.get(k, ()) for w, b, k in zip(own, rows.sheet.tolist(), kind, strict=True)]


EVENTS = Ledger(
    kind="events",
    title="事件",
    fields=fields(
        *(
            f.SEQ,
            targets.PLACES,
            c.DATE,
            c.KIND,
            c.TITLE,
            c.CONTENT,
            c.SPEAKER,
            c.NAME,
            c.BY,
            MECHANISM,
            f.ID_NUMBER,
            c.ANSWERER,
            c.BODY,
            c.RESULT,
            c.STATE,
            c.HEADS,
            c.VENUE,
        ),
        *(c.DAYS, c.START, c.END, c.REPLIED, f.HOUSEHOLD_CODE, f.HEAD_NAME, f.HEAD_ID, f.GRID, f.PHONE, c.LEVEL, f.REMARK),
    ),
    required=(("village", "town", "place", "group", "county", "household_code", "head_name", "body", "by", "name", "answerer", "speaker", "content", "title"),),
    tell=("village", "town", "place", "group", "county", "household_code", "head_name", "body"),
    several=(1, ("date", "kind", "result", "state", "heads", "days", "by", "answerer", "since", "body")),
    read=read,
    order=46,
    signs=tuple(dict.fromkeys(words.WORDS)),
    against=("与户主关系", "入党", "网格长", "统一社会信用代码", "成立时间", "上级党组织", "社员", "出资", "联系户", "工作单位", "指标"),
    never=r"走访|入户|阵地|场所|组织机构|花名册",
    never_beside=r"走访|与户主关系|入党|信用代码|阵地|协议|主体|认证|指标|数值",
    vocabulary=("kind", tuple(w for w in words.WORDS if not words.BY_KIND[words.WORDS[w]].generic)),
    aliases=tuple(dict.fromkeys((*(x.ledger for x in words.FAMILIES), *words.BY_KIND, "事件台账", "events"))),
    proven=True,
)


def asked_by(scheme: Scheme) -> Ledger:
    """The kind with the words of a scheme: its own kinds of events and the ledgers that it asks for them."""
    own = dict.fromkeys((*words_asked(scheme, "events"), *ledgers_by_word(scheme, "events").values()))
    return replace(EVENTS, signs=tuple(dict.fromkeys((*EVENTS.signs, *own))), aliases=tuple(dict.fromkeys((*EVENTS.aliases, *own))))

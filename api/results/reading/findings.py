"""缺口 and 待核实: the lines of gaps.csv within a scope, filtered, counted, in pages, and whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from api.reports import words
from api.results import NotFoundError, Reader
from graph.result import GAPS
from graph.schema import ORGANIZATIONS

SORTS: Mapping[str, str] = {
    "line": "line", "unit": "unit", "check": '"check"', "reason": "said", "code": "subject_code", "name": "subject_name", "kind": "subject_kind",
}  # fmt: skip
"""What a list can be sorted by: the word in the address → the column."""
_TELLS: Mapping[str, str] = {**words.LABELS, "Claim": "填报数"}
KINDS = ("Household", "Person", "Unit", "Grid", *ORGANIZATIONS, "Place", "Event", "Claim")
"""Of subjects."""
_COLUMNS = ", ".join(
    {"system": "k.system", "check": 'k.id AS "check"', "unit_id": "u.id AS unit_id", "unit_path": "u.path AS unit_path"}.get(c, f"f.{c}") for c in GAPS
)
_JOINED = 'FROM finding f JOIN checks k ON k.number = f."check" JOIN unit u ON u.unit = f.unit'


@dataclass(frozen=True)
class Wanted:
    """Which lines: of a state (gap, unknown, empty for both), of a unit and below, of a line, system or check, reason, kind of subject; `q` in 户号 or name."""

    state: str = ""
    unit: str = ""
    line: str = ""
    system: str = ""
    check: str = ""
    reason: str = ""
    kind: str = ""
    q: str = ""


@dataclass(frozen=True)
class Sought:
    """Wanted lines as a condition over `finding`, with its parameters."""

    condition: str
    parameters: Mapping[str, object]


def sought(reader: Reader, wanted: Wanted) -> Sought:
    """The condition of what is wanted. Raises NotFoundError for a unit, line, system or check that there is not."""
    tests: list[str] = []
    given: dict[str, object] = {}
    if wanted.state:
        tests.append("state = $state")
        given["state"] = wanted.state
    if wanted.unit:
        unit = reader.unit(wanted.unit)
        tests.append("unit BETWEEN $unit_first AND $unit_last")
        given |= {"unit_first": unit.unit, "unit_last": unit.last}
    if wanted.line or wanted.system or wanted.check:
        tests.append('"check" IN (SELECT unnest($numbers::INTEGER[]))')
        given["numbers"] = _numbers(reader, wanted)
    if wanted.reason:
        tests.append("(reason = $reason OR said = $reason)")
        given["reason"] = wanted.reason
    if wanted.kind:
        tests.append("subject_kind = $kind")
        given["kind"] = next((label for label, word in _TELLS.items() if wanted.kind in (label, word)), wanted.kind)
    if q := wanted.q.strip():
        tests.append("(contains(subject_code, $q) OR contains(subject_name, $q))")
        given["q"] = q
    return Sought(" AND ".join(tests) or "true", given)


def _numbers(reader: Reader, wanted: Wanted) -> list[int]:
    """The numbers of the checks of a line, system or check, all that are said at once."""
    for said, word in ((wanted.line, "线"), (wanted.system, "体系"), (wanted.check, "检查")):
        of = {"线": ("key", "line_name"), "体系": ("system",), "检查": ("id", "title")}[word]
        without_checks = word == "体系" and reader.value("SELECT count(*) FROM system WHERE system = $said", said=said)
        if said and not without_checks and not any(said in (one[column] for column in of) for one in checks(reader)):
            raise NotFoundError(f"本方案没有“{said}”这个{word}。请从下拉列表选。")
    return [
        one["number"] for one in checks(reader)
        if (not wanted.line or wanted.line in (one["key"], one["line_name"]))
        and (not wanted.system or wanted.system == one["system"])
        and (not wanted.check or wanted.check in (one["id"], one["title"]))
    ]  # fmt: skip


def checks(reader: Reader) -> list[dict[str, Any]]:
    """Every check with its system and line, in their order."""
    return reader.rows(
        """SELECT k.number, k.id, k.title, k.kind, k.system, s.name AS system_name, l.key, l.name AS line_name
        FROM checks k JOIN system s ON s.system = k.system JOIN line l ON l.line = s.line ORDER BY k.number"""
    )


def counts(reader: Reader, what: Sought, unit: str = "") -> dict[str, Any]:
    """`total`, and how many by `reasons`, and by `places`: the units right below the one that is wanted, and itself."""
    found = reader.rows(f"SELECT reason, said, count(*) AS many FROM finding WHERE {what.condition} GROUP BY ALL ORDER BY many DESC, said", **what.parameters)
    return {"total": sum(one["many"] for one in found), "reasons": found, "places": _places(reader, what, unit)}


def _places(reader: Reader, what: Sought, unit: str) -> list[dict[str, Any]]:
    parent = reader.unit(unit) if unit else reader.top
    return reader.rows(
        f"""WITH counted AS (SELECT unit, count(*) AS many FROM finding WHERE {what.condition} GROUP BY unit)
        SELECT c.id, c.name, c.path, c.level, sum(a.many)::BIGINT AS many FROM unit c JOIN counted a ON a.unit BETWEEN c.unit AND c.last
        WHERE c.parent = $parent OR c.unit = $parent AND a.unit = c.unit GROUP BY ALL ORDER BY min(c.unit)""",
        **what.parameters,
        parent=parent.unit,
    )


def reasons(reader: Reader, state: str) -> list[dict[str, Any]]:
    """Every reason that the scope's lines of a state have, for a choice."""
    return reader.rows("SELECT DISTINCT reason, said FROM finding WHERE state = $state ORDER BY said", state=state)


def listed(reader: Reader, what: Sought, order: str, size: int, offset: int) -> list[dict[str, Any]]:
    """One page of lines, `order` a part of SORTS with its direction; see `with_links`. First which lines, then what they say: that is quick."""
    first = f"SELECT line FROM finding WHERE {what.condition} ORDER BY {order}, line LIMIT $size OFFSET $offset"
    lines = [one["line"] for one in reader.rows(first, **what.parameters, size=size, offset=offset)]
    return with_links(reader, told(reader, lines))


def told(reader: Reader, lines: Sequence[int]) -> list[dict[str, Any]]:
    """What these lines of gaps.csv say, in the order in which they are given."""
    rows = reader.rows(
        """SELECT f.line, k.system, k.id AS "check", k.title, f.state, f.reason, f.said, f.subject_kind, f.subject_id, f.subject_code, f.subject_name,
               u.id AS unit_id, u.path AS unit_path, f.hint
        FROM (SELECT * FROM finding WHERE line IN (SELECT unnest($lines::BIGINT[]))) f
        JOIN checks k ON k.number = f."check" JOIN unit u ON u.unit = f.unit""",
        lines=list(lines),
    )
    place = {line: i for i, line in enumerate(lines)}
    return sorted(rows, key=lambda one: place[one["line"]])


def with_links(reader: Reader, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines with `subject` (the kind in words) and `link`: the page of the subject, empty where it has none in the scope.

    A subject's id may be that of a thing and a slot or a mechanism behind it, so the longest part that is an organisation counts.
    """
    parts = {p for one in rows if one["subject_kind"] in _BODIES for p in _parts(one["subject_id"])}
    known = {one["id"] for one in reader.rows("SELECT id FROM body WHERE id IN (SELECT unnest($ids))", ids=sorted(parts))} if parts else set()
    for one in rows:
        one["subject"] = tells(one["subject_kind"])
        one["link"] = _link(one, known)
    return list(rows)


_BODIES = frozenset((*ORGANIZATIONS, "Place"))


def _link(one: Mapping[str, Any], known: set[str]) -> tuple[str, str]:
    kind, said = one["subject_kind"], str(one["subject_id"])
    if kind == "Household":
        return "households", said
    if kind == "Person":
        return "persons", said.split("/")[0]
    if kind == "Unit":
        return "units", str(one["unit_id"])
    return ("organisations", next((p for p in _parts(said) if p in known), "")) if kind in _BODIES else ("", "")


def _parts(said: str) -> list[str]:
    """An id and what is left of it without its last parts, the longest first."""
    cut = said.split("/")
    return ["/".join(cut[:n]) for n in range(len(cut), 0, -1)]


def tells(kind: str) -> str:
    """The kind of a subject in words."""
    return _TELLS.get(kind, kind)


def whole(reader: Reader, what: Sought, plain: bool = False) -> Iterator[pa.RecordBatch]:
    """Every wanted line with the columns of gaps.csv, in its order. `plain`: with unmasked names; whoever says so has noted the look."""
    for batch in _lines(reader, what, plain):
        yield batch.select(list(GAPS))


def for_people(reader: Reader, what: Sought, plain: bool = False) -> Iterator[pa.RecordBatch]:
    """The same with words instead of codes, as an office reads it in a workbook."""
    for b in _lines(reader, what, plain):
        told = {
            "体系": b["system"], "检查": b["check"], "检查内容": b["title"], "结果": _words(b["state"], words.STATES), "原因": b["said"],
            "对象种类": _words(b["subject_kind"], _TELLS), "户号/编码": b["subject_code"], "名称": b["subject_name"], "单元": b["unit_path"], "线索": b["hint"],
        }  # fmt: skip
        yield pa.RecordBatch.from_arrays(list(told.values()), names=list(told))


def _lines(reader: Reader, what: Sought, plain: bool) -> Iterator[pa.RecordBatch]:
    inside = "" if what.condition == "true" else f"WHERE f.line IN (SELECT line FROM finding WHERE {what.condition})"
    for batch in reader.arrow(f"SELECT {_COLUMNS}, k.title, f.said, f.line {_JOINED} {inside} ORDER BY f.line", **what.parameters):
        if plain:
            lines = batch["line"].to_pylist()
            names = reader.plain("finding", lines)
            shown = pa.array([names.get(line, "") for line in lines], pa.string())
            batch = batch.set_column(batch.schema.get_field_index("subject_name"), "subject_name", shown)
        yield batch


def _words(codes: pa.Array, known: Mapping[str, str]) -> pa.Array:
    """Words for codes; a code without one stays."""
    at = pc.index_in(codes, value_set=pa.array(list(known), pa.string()))
    return pc.coalesce(pa.array(list(known.values()), pa.string()).take(at), codes)


def total(reader: Reader, what: Sought) -> int:
    """How many lines there are."""
    return int(reader.value(f"SELECT count(*) FROM finding WHERE {what.condition}", **what.parameters))

"""Why a household counts: every contact and membership of it, counting or not, with the ledger row that said so."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.checks.units import lookup
from graph.columns import open_days
from graph.edition import Edition
from graph.gaps import masked
from graph.result import EVIDENCE
from graph.schema import OPEN_UNTIL, edge_schema
from graph.source import PATTERN

_STATES = pa.array(["met", "ended", "contact_left", "not_started"])


def evidence(edition: Edition, as_of: dt.date) -> pd.DataFrame:
    """One row per edge that reaches a household, with the columns of EVIDENCE; state is met or the reason why it does not count.

    Evidence is read from the edition that the store was built from: the same edges, with their sources. A household that
    has ended by the day has none. Contacts are masked, cooperatives are not. The library question ``household_evidence`` answers the same for one household.
    """
    households = in_force(edition.nodes("Household", ["id", "code", "since", "until"]), as_of)
    contacts = _of(edition.edges("CONTACTS").get(("CONTACTS", "Person", "Household")), "to", households)
    members = _of(edition.edges("MEMBER_OF").get(("MEMBER_OF", "Household", "Cooperative")), "from", households)
    parts = []
    if contacts is not None:
        people = edition.nodes("Person", ["id", "name", "left_on"])
        at = pa.array(lookup(contacts["from"], people["id"]))
        names = masked(people["name"].take(at))
        parts.append((contacts["to"], contacts["mechanism"], names, people["left_on"].take(at), contacts))
    if members is not None:
        bodies = edition.nodes("Cooperative", ["id", "name", "kind"])
        at = pa.array(lookup(members["to"], bodies["id"]))
        parts.append((members["from"], bodies["kind"].take(at), bodies["name"].take(at), pa.repeat(OPEN_UNTIL, members.num_rows), members))
    tables = [_lines(edition, as_of, households, *part) for part in parts]
    frame: pd.DataFrame = pa.concat_tables(tables).to_pandas() if tables else pd.DataFrame(columns=list(EVIDENCE))
    return frame


def in_force(table: pa.Table, day: dt.date) -> pa.Table:
    """The nodes or edges of a table that are in force on a day."""
    at = pa.scalar(day, pa.date32())
    return table.filter(pc.and_(pc.less_equal(table["since"], at), pc.greater(table["until"], at)))


def _of(edges: pa.Table | None, end: str, households: pa.Table) -> pa.Table | None:
    return None if edges is None else edges.filter(pc.is_in(edges[end], value_set=households["id"]))


def _lines(
    edition: Edition, as_of: dt.date, households: pa.Table, household: pa.Array, mechanism: pa.Array, contact: pa.Array, left: pa.Array, edges: pa.Table
) -> pa.Table:
    lowest = in_force(edition.edges("PART_OF").get(("PART_OF", "Household", "Unit"), edge_schema("PART_OF").empty_table()), as_of)
    units = edition.nodes("Unit", ["id", "path"])
    unit = lowest["to"].take(_at(household, lowest["from"]))
    place = pc.extract_regex(edges["source"], PATTERN).combine_chunks()
    file, sheet, row = (pc.struct_field(place, name) for name in ("file", "sheet", "row"))
    columns = {
        "household_id": household,
        "household_code": households["code"].take(_at(household, households["id"])),
        "unit_path": units["path"].take(_at(unit, units["id"])),
        "mechanism": mechanism,
        "contact": contact,
        "since": _shown(edges["since"]),
        "until": _shown(edges["until"]),
        "state": _state(edges, left, as_of),
        "file": file,
        "sheet": sheet,
        "row": row.cast(pa.int64()),
    }
    return pa.table({c: columns[c] for c in EVIDENCE})


def _at(values: pa.Array, known: pa.Array) -> pa.Array:
    return pc.index_in(values, value_set=known)


def _state(edges: pa.Table, left: pa.Array, as_of: dt.date) -> pa.Array:
    """The state of one edge (design 5.5): its own end before its person's, both before its beginning."""
    day = pa.scalar(as_of, pa.date32())
    ended, gone, later = (np.asarray(mask) for mask in (pc.less_equal(edges["until"], day), pc.less_equal(left, day), pc.greater(edges["since"], day)))
    return _STATES.take(pa.array(np.where(ended, 1, np.where(gone, 2, np.where(later, 3, 0)))))


def _shown(days: pa.ChunkedArray) -> pa.Array:
    return pc.if_else(open_days(days), "", days.cast(pa.string()))

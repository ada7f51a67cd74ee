"""What each question takes on the embedded engine, by SQL and on another store, with the parameters that a first asker would give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from bench.questions import Asked, alone, timed
from graph.edition import Edition
from graph.queries import Parameter, Query, questions
from graph.store import Store, open_store


@dataclass(frozen=True)
class Measured:
    """One question: seconds of the embedded engine, of SQL and of the other store (0 without one), and whether all gave the same rows."""

    name: str
    rows: int
    embedded: float
    sql: float
    other: float
    same: bool


def measured(edition: Edition, folder: Path, other: Store | None = None) -> Iterator[Measured]:
    """Every question on the embedded store in a folder, which holds the edition, as does the other.

    The store is opened anew for each question: its pool keeps what earlier ones took.
    """
    asked = Asked(edition)
    for one in questions():
        given = standard(edition, one)
        with open_store("embedded", folder) as store:
            embedded, sql = timed(store, asked, one.name, given)
            table = store.query(one.text, given)
        same = table.to_pylist() == asked.rows(one.name, given).to_pylist()
        seconds = 0.0
        if other is not None:
            seconds, found = alone(other, one.text, given)
            same = same and table.to_pylist() == found.to_pylist()
        yield Measured(one.name, table.num_rows, embedded, sql, seconds, same)


def standard(edition: Edition, one: Query) -> dict[str, object]:
    """The whole county on the edition's day; the household and the person with most contacts; changes of a year; the lowest party organisation."""
    return {p.name: _value(edition, p) for p in one.parameters}


def _value(edition: Edition, parameter: Parameter) -> object:
    day = dt.date.fromisoformat(str(edition.manifest["as_of"]))
    if parameter.type == "unit":
        return min(edition.nodes("Unit", ["id", "level"]).to_pylist(), key=lambda u: (u["level"], u["id"]))["id"]
    if not parameter.required:
        standing = parameter.on(day)
        return list(standing) if isinstance(standing, tuple) else standing
    if parameter.type == "date":
        return day - dt.timedelta(365)
    if parameter.type in ("household", "person"):
        return _most(edition, "to" if parameter.type == "household" else "from")
    return _lowest(edition.nodes("PartyOrganization", ["id", "level"]))


def _most(edition: Edition, end: str) -> str:
    """The person or household with most contacts."""
    counts = edition.edges("CONTACTS")["CONTACTS", "Person", "Household"][end].value_counts().to_pylist()
    most = max(c["counts"] for c in counts)
    return min(str(c["values"]) for c in counts if c["counts"] == most)


def _lowest(nodes: pa.Table) -> str:
    return str(min(nodes.to_pylist(), key=lambda n: (-n["level"], n["id"]))["id"])

"""A check asked of a small county by the second computation alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from graph.scheme import Check, Scheme
from graph.verify import Database, question
from tests.checks.builder import Book, D


class Figures(NamedTuple):
    """What a check counts in the whole county; the gaps are what is left."""

    of: int
    met: int
    unknown: int = 0


def day(before: int) -> dt.date:
    """The day so many days before the day of the audit."""
    return D - dt.timedelta(before)


def check(id: str, ledger: str = "", **options: object) -> Check:
    """A check as a scheme declares it."""
    system, kind, *_ = id.split(".")
    return Check(id, system, kind, id, ledger, "", options)


def figures(book: Book, folder: Path, asked: Check, *parts: Check, lists: dict[str, tuple[str, ...]] | None = None) -> Figures:
    """The figures of a check (made of `parts`, where it names them)."""
    edition = book.edition(folder / f"edition{sum(1 for _ in folder.iterdir())}")
    scheme = Scheme("own", "自定", (*parts, asked), lists or {})
    with Database(edition, D) as db:
        ask, rows = question(db, scheme, asked, lists or {})
        text = f"SELECT count(*), count(*) FILTER (WHERE met), count(*) FILTER (WHERE NOT met AND ({rows.doubt})) FROM ({rows.text})"
        return Figures(*db.numbers(text, ask.parameters))

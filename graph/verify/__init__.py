"""The second computation: `of` and `met` of every check for the whole top unit, in SQL over the edition's Parquet.

The embedded engine answers some texts wrongly and says nothing, so nothing is written before both ways agree (design,
section 8). This package shares no code with the checks: only the declarations.

A check is a population (`populations`), what its subjects may have (`means`) and what its kind asks of them (`slots`,
`counting`, `chains`, `overlaps`, `claims`); the tables beneath are in `shared` and are made when first named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from graph.catalogue import measures
from graph.edition import Edition
from graph.scheme import Check, Scheme
from graph.verify.chains import chain
from graph.verify.claims import claim
from graph.verify.counting import activity, assignment, load, staffing
from graph.verify.database import Database, tables
from graph.verify.overlaps import overlap
from graph.verify.question import Question, Rows
from graph.verify.slots import breadth, presence, reach, share, spoken

KINDS: Mapping[str, Callable[[Question], Rows]] = {
    "reach": reach,
    "presence": presence,
    "staffing": staffing,
    "load": load,
    "chain": chain,
    "breadth": breadth,
    "assignment": assignment,
    "overlap": overlap,
    "activity": activity,
    "share": share,
    "claim": claim,
}


def verify(edition: Edition, scheme: Scheme, as_of: dt.date, lists: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """check, of, met of the whole for each check of the scheme."""
    with Database(edition, as_of) as db:
        figures = [(c.id, *_figures(db, *question(db, scheme, c, lists))) for c in scheme.checks]
    return pd.DataFrame(figures, columns=["check", "of", "met"])


def question(db: Database, scheme: Scheme, check: Check, lists: Mapping[str, Sequence[str]]) -> tuple[Question, Rows]:
    """A check and its rows, before they are counted."""
    ask = Question(scheme, check, lists, {m: said for m, said in measures().items() if m in db.claimed}, db.claimed)
    return ask, spoken(ask, KINDS[check.kind](ask))


def _figures(db: Database, ask: Question, rows: Rows) -> tuple[int, ...]:
    return db.numbers(f"SELECT count(*), count(*) FILTER (WHERE met) FROM ({rows.text})", ask.parameters)


__all__ = ["Database", "Question", "Rows", "question", "tables", "verify"]

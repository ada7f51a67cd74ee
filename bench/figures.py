"""The baseline of the checks: the same coverage table by hand-written DuckDB SQL over the same Parquet.

Every unit, every check of the scheme, all three states: what `graph.checks` computes by Cypher, without it. The texts are
those of the second computation (`graph.verify`), which asks `of` and `met` of the whole; here each row is also placed at
its unit, told whether it is a gap or unknown, and rolled up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from graph.edition import Edition
from graph.scheme import Scheme
from graph.verify import Database, question

_PLACED = 'CREATE TEMP TABLE placed ("check" VARCHAR, unit VARCHAR, state VARCHAR, n BIGINT)'
_CHECK = """
INSERT INTO placed
SELECT {check}, unit, CASE WHEN met THEN 'met' WHEN doubted THEN 'unknown' ELSE 'gap' END, count(*)
FROM (SELECT unit, met, {doubt} AS doubted FROM ({text})) GROUP BY ALL
"""
_STATES = ", ".join(f"coalesce(sum(n) FILTER (WHERE state = '{s}'), 0)::BIGINT AS \"{s}\"" for s in ("met", "gap", "unknown"))
_ROLLED = f'SELECT "check", a.ancestor AS unit, {_STATES} FROM placed p JOIN ancestry a ON a.id = p.unit GROUP BY ALL'


def coverage(edition: Edition, scheme: Scheme, day: dt.date, lists: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """check, unit, met, gap, unknown for every unit that has anything to count."""
    with Database(edition, day) as db:
        db.execute(_PLACED)
        for check in scheme.checks:
            ask, rows = question(db, scheme, check, lists)
            text = _CHECK.format(check=ask(check.id), doubt=rows.doubt, text=rows.text)
            db.execute(text, ask.parameters)
        return db.frame(_ROLLED)


def differences(coverage_: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """The rows of an audit's coverage that the SQL computed otherwise: check, unit_id, met, gap, unknown and the same with _sql."""
    keys, states = ["check", "unit_id"], ["met", "gap", "unknown"]
    mine = coverage_.set_index(keys)[states]
    other = second.rename(columns={"unit": "unit_id"}).set_index(keys)[states].reindex(mine.index).fillna(0).astype("int64")
    wrong = (mine != other).any(axis=1)
    both: pd.DataFrame = mine[wrong].join(other[wrong].add_suffix("_sql")).reset_index()
    return both

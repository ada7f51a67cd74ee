"""The file of results: it says what the audit says, and a reader of a unit gets nothing from outside it, whatever the text."""

from __future__ import annotations

import random
import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from api.results import NotFoundError, Results, make_results
from api.results.tables import PLAIN, SCOPED
from api.work import audit_register
from graph.errors import QueryError
from graph.register import Register

FACTS = ("coverage", "finding", "household", "household_state", "contact", "resident", "person", "body", "membership", "post", "problem", "delivery", "claim")


@pytest.fixture(scope="module")
def audited(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `daohu audit` writes of the same edition."""
    out = tmp_path_factory.mktemp("audited") / "结果"
    audit_register(register, out)
    return out


def _csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def test_says_what_the_audit_says(results: Results, audited: Path) -> None:
    """Coverage, gaps and problems are the rows of the files, in their order; each contact has the state that evidence.csv says."""
    told = results.within()
    figures = told.rows(
        'SELECT k.id AS "check", u.id AS unit_id, c."of", c.met, c.gap, c.unknown FROM coverage c JOIN checks k ON k.number = c."check" '
        "JOIN unit u USING (unit)"
    )
    written = _csv(audited / "coverage.csv")
    key = ["check", "unit_id", "of", "met", "gap", "unknown"]
    assert sorted(map(tuple, pd.DataFrame(figures)[key].astype(str).to_numpy())) == sorted(map(tuple, written[key].to_numpy()))
    lines = told.rows(
        'SELECT k.id AS "check", f.state, f.reason, f.subject_id, f.subject_name, u.path FROM finding f JOIN checks k ON k.number = f."check" '
        "JOIN unit u USING (unit) ORDER BY f.line"
    )
    written = _csv(audited / "gaps.csv")[["check", "state", "reason", "subject_id", "subject_name", "unit_path"]]
    assert [tuple(one.values()) for one in lines] == list(map(tuple, written.to_numpy())) and len(lines) > 500
    states = told.rows("SELECT state, count(*) AS n FROM contact WHERE household IS NOT NULL GROUP BY state")
    evidence = _csv(audited / "evidence.csv")
    members = told.value("SELECT count(*) FROM membership WHERE member_label = 'Household'")
    assert sum(one["n"] for one in states) + members == len(evidence)
    assert told.value("SELECT count(*) FROM problem") == len(_csv(audited / "problems.csv"))


def test_states_of_households_add_up(results: Results) -> None:
    """What each check found of each household sums to its coverage, in every unit down to the 湾落."""
    rows = results.within().rows(
        """WITH told AS (SELECT s."check", u.unit, count(*) FILTER (s.state = 'met') AS met, count(*) FILTER (s.state = 'gap') AS gap,
                         count(*) FILTER (s.state = 'unknown') AS unknown
                  FROM household_state s JOIN unit u ON s.unit BETWEEN u.unit AND u.last GROUP BY ALL)
           SELECT count(*) AS n, count(*) FILTER (t.met <> c.met OR t.gap <> c.gap OR t.unknown <> c.unknown) AS wrong
           FROM told t JOIN coverage c ON c."check" = t."check" AND c.unit = t.unit"""
    )
    assert rows[0]["n"] > 100 and rows[0]["wrong"] == 0


def test_nothing_from_outside(results: Results) -> None:
    """Every table that a reader of a unit gets lies within it, and all towns together with the county's own are the whole."""
    chosen = random.Random(3).sample(results.units[1:], 12)
    for unit in chosen:
        reader = results.within(unit.id)
        for table in SCOPED:
            rows = reader.rows(f"SELECT * FROM {table}")
            if rows and "unit" in rows[0] and table not in ("person", "body"):
                assert all(unit.unit <= one["unit"] <= unit.last for one in rows), (unit.path, table)
        near = {one["person"] for t in ("resident", "contact", "post", "listed") for one in reader.rows(f"SELECT person FROM {t}")}
        near |= {one["member"] for one in reader.rows("SELECT member FROM membership WHERE member_label = 'Person'")}
        near |= {one["id"] for one in reader.rows("SELECT id FROM candidate WHERE label = 'Person'")}
        assert {one["id"] for one in reader.rows("SELECT id FROM person")} == near
    towns = [u for u in results.units if u.level == 2]
    for table in ("household", "finding", "contact", "problem"):
        parts = sum(results.within(t.id).value(f"SELECT count(*) FROM {table}") for t in towns)
        own = results.within().value(f"SELECT count(*) FROM {table} WHERE unit = 0")
        assert parts + own == results.within().value(f"SELECT count(*) FROM {table}")


def test_units_outside_are_not_there(results: Results) -> None:
    """A unit outside the scope is told as one that does not exist; so is an account's unit that the edition has not."""
    first, second = [u for u in results.units if u.level == 2][:2]
    reader = results.within(first.id)
    assert reader.unit(first.path) == first
    said = []
    for name in (second.id, second.code, second.path, second.name, results.units[0].id, "没有的村"):
        with pytest.raises(NotFoundError) as error:
            reader.unit(name)
        said.append(re.sub("“.*?”", "", str(error.value)))
    assert len(set(said)) == 1
    with pytest.raises(NotFoundError, match="没有您的单元"):
        results.within("429999999999")


@pytest.mark.parametrize("text", [
    "SELECT * FROM whole.household", "SELECT * FROM plain.person", "SELECT * FROM WHOLE . unit", "SELECT * FROM read_parquet('x')",
    "SELECT * FROM duckdb_tables()", 'SELECT * FROM "whole"."unit"', "SELECT * FROM household, unit",
])  # fmt: skip
def test_a_text_cannot_leave_the_scope(results: Results, text: str) -> None:
    """Names beyond the scoped tables are refused, or are not found."""
    town = next(u for u in results.units if u.level == 2)
    with pytest.raises((QueryError, duckdb.Error)):
        results.within(town.id).rows(text)


def test_names_are_masked(results: Results, register: Register) -> None:
    """No table but those of plain names has one; a reader of a town gets the plain names of its own only."""
    reader = results.within()
    people = register.edition().nodes("Person", ["id", "name"]).to_pylist()
    shown = {one["id"]: one["name"] for one in reader.rows("SELECT id, name FROM person")}
    long = [p for p in people if len(p["name"]) > 1]
    assert len(long) > 200 and all(shown[p["id"]] != p["name"] for p in long)
    plain = reader.plain("person", [p["id"] for p in long])
    assert plain == {p["id"]: p["name"] for p in long}
    town = next(u for u in results.units if u.level == 2)
    inside = results.within(town.id)
    for table, (scoped, key, _) in PLAIN.items():
        every = [one[key] for one in reader.rows(f"SELECT {key} FROM {scoped}")]
        mine = {one[key] for one in inside.rows(f"SELECT {key} FROM {scoped}")}
        assert set(inside.plain(table, every)) == mine and 0 < len(mine) < len(every)


def test_kept_once(results: Results, register: Register) -> None:
    """Results that are there are not made again, and nothing half-made is left beside them."""
    before = results.path.stat().st_mtime_ns
    assert make_results(register) == results.path and results.path.stat().st_mtime_ns == before
    assert not [p.name for p in results.path.parent.iterdir() if p.name.startswith(".")]

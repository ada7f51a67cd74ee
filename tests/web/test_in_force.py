"""What counts as in force on a page is what the checks count, and a city's own level is a level like any other."""

from __future__ import annotations

import datetime as dt

import duckdb
import pyarrow as pa
import pytest

from api.results import Results
from api.results.reading.figures import check, of_units
from api.results.reading.lasting import lasts, serves
from api.web.v1.answers import _csv

DAY = dt.date(2025, 6, 30)
BEFORE, AFTER = dt.date(2025, 6, 1), dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [(None, None, True), (BEFORE, AFTER, True), (DAY, None, True), (AFTER, None, False), (None, DAY, False), (BEFORE, BEFORE, False)],
)
def test_a_row_lasts_from_its_first_day_to_the_day_before_its_last(since: dt.date | None, until: dt.date | None, expected: bool) -> None:
    found = duckdb.execute(f"SELECT {lasts('e')} FROM (SELECT $since::DATE AS since, $until::DATE AS until) e", {"since": since, "until": until, "day": DAY})
    assert found.fetchall() == [(expected,)]


@pytest.mark.parametrize(("why", "on", "expected"), [("", None, True), (None, None, True), ("去世", None, False), ("迁出", DAY, False), ("离任", AFTER, True)])
def test_a_person_serves_until_the_day_of_the_mark(why: str | None, on: dt.date | None, expected: bool) -> None:
    found = duckdb.execute(f"SELECT {serves('p')} FROM (SELECT $why::VARCHAR AS left_why, $on::DATE AS left_on) p", {"why": why, "on": on, "day": DAY})
    assert found.fetchall() == [(expected,)]


def test_level_0_is_the_city_and_not_every_level(results: Results) -> None:
    reader = results.within()
    chosen = check(reader)
    assert chosen is not None
    level = {n: of_units(reader, reader.top, chosen["number"], "u.unit", 200, 0, level=n)[0] for n in (0, 1, 2, 3)}
    assert (level[0], level[1], level[2]) == (0, 1, sum(u.level == 2 for u in results.units)) and level[3] > level[2]


def test_yes_and_no_are_written_as_the_command_line_writes_them() -> None:
    batch = pa.RecordBatch.from_pydict({"zero": pa.array([True, None, False])})
    assert b"".join(_csv(iter([batch]))).decode("utf-8-sig").split("\r\n")[:4] == ["zero", "true", '""', "false"]

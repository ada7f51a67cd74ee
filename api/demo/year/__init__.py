"""A year of a fictional county: twelve monthly deliveries as its office would receive them, and what is right after each.

The first is the whole county; later ones bring a few files: ledgers of one or several towns sent again, corrections, a village that
comes late, a 零报告, a merger of two villages, a wrong file that is taken back, the same file once more.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from api.demo.build import Progress, build
from api.demo.year.deliver import write_month, write_story, write_whole
from api.demo.year.story import KINDS, WRONG, Month, Story
from api.demo.year.truth import Answers, answers_of, changes, trend, whole_answers, write_answers
from graph.errors import InputError

__all__ = ["MONTHS", "WRONG", "Answers", "Month", "Year", "changes", "make_year", "tell_year", "trend", "whole_answers", "write_whole"]

MONTHS = 12
LEAST = 400
"""With fewer households than these the number of households alone makes fewer than nine villages."""


@dataclass
class Year:
    """The deliveries, and what is right after each; numbered from 1."""

    months: list[Month]
    answers: dict[int, Answers]


def tell_year(scheme: str, households: int, seed: int, progress: Progress, villages: int | None = None) -> list[Month]:
    """The twelve months, nothing written. At least nine villages. InputError where the scheme's demo has no contact ledgers."""
    if scheme not in KINDS:
        raise InputError(f"逐月演示只有 {'、'.join(KINDS)}；{scheme} 请不加 --months。")
    with tempfile.TemporaryDirectory() as nowhere:  # the demo writes its ledgers as it goes; here only what it knows is wanted
        made = build(Path(nowhere), scheme, households, seed, progress, villages or (9 if households < LEAST else None), keep=True)
    return Story(made, seed).tell()


def make_year(
    folder: Path, scheme: str, households: int, seed: int, progress: Progress, villages: int | None = None, truth: Path | None = None,
    last: int = MONTHS,
) -> Year:  # fmt: skip
    """Writes folders 01 … and 说明.txt, up to the month `last`; into `truth` the right answers, MM/*.csv, and whole/MM: the ledgers that
    state the same at once."""
    months = tell_year(scheme, households, seed, progress, villages)[:last]
    folder.mkdir(parents=True, exist_ok=True)
    for month in months:
        progress(month.number - 1, last, f"{month.number:02d}")
        write_month(folder / f"{month.number:02d}", month, folder)
    write_story(folder, months)
    progress(last, last, "")
    year = Year(months, answers_of(months) if truth else {})
    for month in months if truth else ():
        assert truth is not None
        write_whole(truth / "whole" / f"{month.number:02d}", month.office)
        write_answers(truth / f"{month.number:02d}", year.answers[month.number], year.answers.get(month.number - 1))
    return year

"""What a register promises about a year of monthly loads, against what the generator of the ledgers knows.

The truth is computed by design sections 5 and 7 from what was meant, never from the product's own code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from api.demo.truth.tables import STATES
from api.demo.year import MONTHS, WRONG, Answers, changes, trend, whole_answers
from api.loading import approve, load, rollback
from graph.errors import EditionError
from graph.lineage import household_succession
from graph.result import AuditResult
from graph.scheme import read_scheme
from graph.store import open_store
from graph.successions import plan, table_of
from graph.trend import Trend
from graph.trend import trend as trend_of
from loaders.settings import read_settings
from loaders.stage import stage
from tests.year.conftest import Loaded

FIGURES = ["of", "met", "gap", "unknown"]
PAIRS = [*((n, n + 1) for n in range(1, MONTHS)), (WRONG - 1, WRONG + 1), (1, MONTHS)]
"""Every month beside the next, the two round the wrong file, and the whole year."""
CHANGES = ("opened", "closed", "gone", "changed")


def coverage(result: AuditResult) -> dict[tuple[str, str], tuple[int, ...]]:
    """(check, unit path) → of, met, gap, unknown; units that nobody asks about left out."""
    rows = zip(result.coverage["check"], result.coverage["unit_path"], result.coverage[FIGURES].to_numpy().tolist(), strict=True)
    return {(check, path): tuple(figures) for check, path, figures in rows if any(figures)}


def right_coverage(answers: Answers) -> dict[tuple[str, str], tuple[int, ...]]:
    return {key: figures for key, figures in answers.figures().items() if any(figures)}


def gaps(result: AuditResult) -> dict[tuple[str, str], tuple[str, str]]:
    """(check, 户号) → state and reason of every household that is not met."""
    some = result.gaps[result.gaps["subject_kind"] == "Household"]
    return {(c, code): (state, reason) for c, code, state, reason in some[["check", "subject_code", "state", "reason"]].itertuples(index=False)}


def right_gaps(answers: Answers) -> dict[tuple[str, str], tuple[str, str]]:
    return {(check, gap.code): (STATES[gap.state], gap.reason) for (check, _), gap in answers.gaps().items()}


def claims(result: AuditResult) -> Counter[tuple[str, str, int, int]]:
    """Subject, claimed, counted of the typed totals whose place is sure."""
    some = result.claims[result.claims["claim"].isin(["总户数", "联户户数"])]
    return Counter((str(u), str(s), int(a), int(b)) for u, s, a, b in some[["unit_path", "subject", "claimed", "counted"]].itertuples(index=False))


def differing(have: Mapping[Any, object], right: Mapping[Any, object]) -> list[tuple[object, object, object]]:
    """The first keys of which two tables say different things, with what each says."""
    return [(k, have.get(k), right.get(k)) for k in sorted({*have, *right}, key=str) if have.get(k) != right.get(k)][:12]


class YearPromises:
    """Each class of a year names its SCHEME and SEED."""

    SCHEME = ""
    SEED = 0

    @pytest.mark.parametrize("month", range(1, MONTHS + 1))
    def test_every_figure_and_gap_of_a_month(self, told: Loaded, month: int) -> None:
        result, right = told.audited(month), told.year.answers[month]
        assert not differing(gaps(result), right_gaps(right))
        assert not differing(coverage(result), right_coverage(right))

    @pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]}-{pair[1]}")
    def test_the_trend_between_two_months(self, told: Loaded, pair: tuple[int, int]) -> None:
        found, (before, after) = _trend(told, pair), (told.year.answers[n] for n in pair)
        right = trend(before, after)
        some = found.coverage[found.coverage["level"] <= 3]
        columns = [f"{f}_{side}" for side in ("before", "after") for f in FIGURES]
        have = {(c, p): tuple(f) for c, p, f in zip(some["check"], some["unit_path"], some[columns].to_numpy().tolist(), strict=True) if any(f)}
        assert not differing(have, {(r[0], r[1]): r[3:11] for r in right if any(r[3:11])})
        moves = {(r[0], r[1], change): n for r in right for change, n in zip(CHANGES, r[11:], strict=True) if n}
        assert not differing(_moves(found), moves)

    def test_the_year_moves(self, told: Loaded) -> None:
        """The story is worth telling: every kind of change and every reason occurs."""
        every = [c for a, b in PAIRS for c in changes(told.year.answers[a], told.year.answers[b])]
        assert {c.change for c in every} == set(CHANGES)
        assert {"none", "ended", "contact_left", "not_delivered"} <= {c.after[1] for c in every} | {c.before[1] for c in every}

    def test_everything_at_once_says_the_same_but_for_what_has_ended(self, told: Loaded) -> None:
        """The ledgers in force, audited without a register: the same figures; a vanished row leaves `none` there, `ended` here."""
        folder, month = told.folder / "truth" / "whole" / f"{MONTHS:02d}", told.year.months[-1]
        settings = read_settings([folder])
        edition, _ = stage([folder], told.folder / "whole", read_scheme(told.scheme), settings, settings.day)
        with open_store("embedded", told.folder / "whole-store") as store:
            whole = told.answer(store, edition, MONTHS)
        assert not differing(coverage(whole), right_coverage(whole_answers(month)))
        assert not differing(gaps(whole), right_gaps(whole_answers(month)))
        mine, reasons = told.audited(MONTHS), gaps(whole)
        only_here = {told_ for key, told_ in gaps(mine).items() if told_ != reasons.get(key)}
        assert only_here == {("gap", "ended")}
        assert claims(mine) == claims(whole)

    def test_the_wrong_file_is_doubted_and_taken_back(self, told: Loaded) -> None:
        assert any("2025" in doubt for doubt in told.doubts[WRONG])
        assert any("消失" in doubt for doubt in told.doubts[WRONG])
        before, after = told.edition(WRONG - 1), told.edition(WRONG + 1)
        assert after.manifest["base"] == before.manifest["number"]
        assert told.editions[WRONG] in told.register.approved()

    def test_a_wrong_file_needs_a_second_word(self, told: Loaded) -> None:
        current = told.register.current
        assert current is not None
        try:
            staged = load([told.folder / "year" / f"{WRONG:02d}"], told.register, effect=False)
            with pytest.raises(EditionError, match="可疑"):
                approve(told.register, staged.number)
            assert told.register.current == current
        finally:
            rollback(told.register, current)

    def test_the_same_file_again_is_told_and_changes_nothing(self, told: Loaded) -> None:
        assert any("完全相同" in doubt for doubt in told.doubts[MONTHS])
        assert told.edition(MONTHS).counts == told.edition(MONTHS - 1).counts

    @pytest.mark.parametrize("month", [2, 4, 5, 6, 7, 10, 11])
    def test_an_ordinary_month_is_not_doubted(self, told: Loaded, month: int) -> None:
        assert told.doubts[month] == []

    def test_nothing_in_force_is_lost(self, told: Loaded) -> None:
        """Every row of every ledger in force has the fate that it has when all of them arrive at once."""
        folder = told.folder / "truth" / "whole" / f"{MONTHS:02d}"
        settings = read_settings([folder])
        _, reading = stage([folder], told.folder / "again", read_scheme(told.scheme), settings, settings.day)
        sums = ["loaded", "rejected"]
        right = reading.load.groupby("ledger")[sums].sum()
        have = told.edition(MONTHS).table("load").to_pandas().groupby("ledger")[sums].sum()
        pd.testing.assert_frame_equal(have[have.sum(axis=1) > 0], right[right.sum(axis=1) > 0], check_dtype=False)


def _trend(told: Loaded, pair: tuple[int, int]) -> Trend:
    editions = (told.edition(pair[0]), told.edition(pair[1]))
    tables = [table_of(told.edition(n)) for n in range(pair[0] + 1, pair[1])]
    became = household_succession(*editions, plan(*editions, tables).villages)
    return trend_of(told.audited(pair[0]), told.audited(pair[1]), editions, tables, became)


def _moves(found: Trend) -> dict[tuple[str, str, str], int]:
    """(check, unit path down to the village, change) → households."""
    counts: Counter[tuple[str, str, str]] = Counter()
    some = found.gaps[found.gaps["subject_kind"] == "Household"]
    for check, change, path in some[["check", "change", "unit_path"]].itertuples(index=False):
        parts = path.split("/")
        counts.update((check, "/".join(parts[:n]), change) for n in range(1, min(len(parts), 3) + 1))
    return dict(counts)

"""A result prepared once for the page and the workbooks: its lines, its tree of units, its findings without the silent ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from api.reports import words
from api.reports.figures import VILLAGE, Figure, UnitNode, shown_checks, titles, unit_tree, whole_figures
from api.reports.lines import Line, outline
from api.reports.places import Places
from api.reports.published import Published, published
from graph.result import AuditResult
from graph.scheme import Check

MANY = 600
"""Villages from which the page counts by town and no sheet per village is written."""
KEY = 20
"""Checks on a first page at most."""


@dataclass(frozen=True)
class View:
    """What every report reads beside the result itself."""

    result: AuditResult

    @cached_property
    def places(self) -> Places:
        return Places.of(self.result.coverage)

    @cached_property
    def all_checks(self) -> list[Check]:
        """Every check with rows in coverage.csv, in the scheme's order."""
        return shown_checks(self.result.scheme, self.result.coverage)

    @cached_property
    def titles(self) -> dict[str, str]:
        return titles(self.result)

    def reason(self, code: str, check: str) -> str:
        """A reason in words, as the check's declaration makes it mean."""
        return words.reason(code, check, self._options.get(check))

    @cached_property
    def _options(self) -> dict[str, Mapping[str, object]]:
        return {c.id: c.options for c in self.all_checks}

    @cached_property
    def whole(self) -> dict[str, Figure]:
        """Figure of the county (the 地级市) by check id."""
        return whole_figures(self.result.coverage)

    @cached_property
    def lines(self) -> list[Line]:
        return outline(self.result, self.all_checks, self.whole)

    @cached_property
    def silent(self) -> frozenset[str]:
        """The checks of which nobody delivered any ledger."""
        return frozenset(c.id for line in self.lines for s in line.systems for c in s.silent)

    @cached_property
    def checks(self) -> list[Check]:
        """The checks that are shown: all but the silent ones."""
        return [c for c in self.all_checks if c.id not in self.silent]

    def counted(self) -> str:
        """How many checks there are, and of how many nobody delivered a ledger."""
        silent = f"，其中 {len(self.silent)} 项没有台账" if self.silent else ""
        return f"全部 {len(self.all_checks)} 项检查{silent}"

    @cached_property
    def key(self) -> list[Check]:
        """The checks of a first page: all where they are few, else each system's own question to households, and those of the line 总体."""
        if len(self.checks) <= KEY:
            return self.checks
        own = [c for c in self.checks if c.id.count(".") == 1]
        chosen = [c for c in own if (c.kind == "reach" and c.counts == "户") or (c.system.startswith("H") and c.kind != "claim")]
        return [c for c in chosen if self.whole[c.id].of][:KEY] or self.checks[:KEY]

    @cached_property
    def units(self) -> list[UnitNode]:
        """The whole tree, parents first."""
        coverage = self.result.coverage
        return unit_tree(coverage[~coverage["check"].isin(self.silent)] if len(self.silent) < len(self.all_checks) else coverage)

    @cached_property
    def published(self) -> Published:
        return published(self.result)

    @cached_property
    def villages(self) -> int:
        return sum(u.level == VILLAGE for u in self.units)

    @property
    def large(self) -> bool:
        """Too many villages for one page: it counts by town."""
        return self.villages > MANY

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """The gaps and unknowns that people get as lists, with the reason in words in ``said``.

        The unknowns of ledgers that nobody delivered are left out.
        """
        gaps = self.result.gaps
        shown = gaps[~gaps["check"].isin(self.silent)] if self.silent else gaps
        pairs, known = pd.factorize(pd.MultiIndex.from_arrays([shown["check"].astype("str"), shown["reason"].astype("str")]))
        said = pd.array([self.reason(code, check) for check, code in known], dtype="str")
        return shown.assign(said=said.take(pairs))

    @cached_property
    def unlisted(self) -> int:
        """The unknowns that stand in gaps.csv only."""
        return len(self.result.gaps) - len(self.gaps)

    def unlisted_sentence(self) -> str:
        """Why a list of unknowns is shorter than coverage says; empty where it is not."""
        if not self.unlisted:
            return ""
        return f"有 {self.unlisted:,} 条待核实，因没有任何单位报送所需台账而无法判断，名单中不逐条列出（全部见 gaps.csv）；所缺台账见“体系一览”。"

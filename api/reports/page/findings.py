"""Gaps and unknowns for the page: counted by check, village and reason, with the first rows of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from api.reports.figures import VILLAGE
from api.reports.listing import readable
from api.reports.places import each
from api.reports.view import View
from graph.scheme import Check

BUDGET = 6_000
"""Rows on the page over all checks and villages, shared out evenly; the complete lists are in gaps.csv and towns/."""
FIRST = 20
CELLS = 6_000
"""Check × village pairs on the page; where there are more, findings are counted by town."""


@dataclass
class VillageFindings:
    """One village (town) under one check: `counts` by reason in the order of CheckFindings.reasons, `rows` the first of them."""

    name: str
    counts: list[int]
    rows: list[dict[str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass
class CheckFindings:
    """One check: its reasons (word, count), the most frequent first, and its villages in the order of the tree."""

    system: str
    title: str
    reasons: list[tuple[str, int]]
    villages: list[VillageFindings]

    @property
    def total(self) -> int:
        return sum(n for _, n in self.reasons)


Counts = dict[str, dict[str, dict[str, int]]]
"""check → place → reason → number."""


@dataclass(frozen=True)
class Grouping:
    """All findings that people get as lists, counted by village, or by town where that would be too many."""

    view: View
    counts: Mapping[str, Counts]
    """By state."""
    rows: Mapping[tuple[str, str, str], list[dict[str, str]]]
    """The first of each (state, check, place)."""
    order: Mapping[str, int]
    """Place → its position in the tree."""

    @classmethod
    def of(cls, view: View) -> Grouping:
        places = view.places
        found = view.gaps.assign(_place=each(view.gaps["unit_path"], places.village))
        cells = found.groupby(["state", "check", "_place"], sort=False)
        if view.large or cells.ngroups > CELLS:
            found["_place"] = each(view.gaps["unit_path"], lambda p: places.village(places.town(p)))
            cells = found.groupby(["state", "check", "_place"], sort=False)
        counts: dict[str, Counts] = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
        for (state, check, place, reason), n in found.groupby(["state", "check", "_place", "reason"], sort=False).size().items():
            counts[state][check][place][reason] = int(n)
        first = cells.head(min(FIRST, BUDGET // max(cells.ngroups, 1)))
        rows: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
        keys = zip(first["state"], first["check"], first["_place"], strict=True)
        for key, row in zip(keys, readable(first, view.titles, places).to_dict("records"), strict=True):
            rows[key].append(row)
        upper = [u for u in view.units if u.level <= VILLAGE]
        return cls(view, counts, rows, {places.village(u.path): i for i, u in enumerate(upper)})

    def findings(self, state: str, checks: Iterable[Check]) -> list[CheckFindings]:
        """Findings of one state for some checks, in their order."""
        counts = self.counts.get(state, {})
        return [self._check(state, c, counts[c.id]) for c in checks if c.id in counts]

    def _check(self, state: str, check: Check, counts: Mapping[str, Mapping[str, int]]) -> CheckFindings:
        sums: dict[str, int] = defaultdict(int)
        for by_reason in counts.values():
            for reason, n in by_reason.items():
                sums[reason] += n
        reasons = sorted(sums, key=lambda r: -sums[r])
        villages = [
            VillageFindings(v.replace("/", " ") or self.view.places.whole(""), [counts[v].get(r, 0) for r in reasons], self.rows.get((state, check.id, v), []))
            for v in sorted(counts, key=lambda v: self.order.get(v, len(self.order)))
        ]
        return CheckFindings(check.system, check.title, [(self.view.reason(r, check.id), sums[r]) for r in reasons], villages)

"""Gaps and unknowns for the page: counted by check, village and reason, with the first rows of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from api.reports import words
from api.reports.figures import titles
from api.reports.listing import readable
from api.reports.places import WHOLE_COUNTY, Places
from graph.result import AuditResult

BUDGET = 6_000
"""Rows on the page over all checks and villages, shared out evenly; the complete lists are in gaps.csv and towns/."""
FIRST = 20


@dataclass
class VillageFindings:
    """One village under one check: `counts` by reason in the order of CheckFindings.reasons, `rows` the first of them."""

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


def grouped(result: AuditResult, state: str, places: Places, order: Mapping[str, int]) -> list[CheckFindings]:
    """Findings of one state by check, in the scheme's order; `order` is the position of villages by Places.village."""
    found = result.gaps[result.gaps["state"] == state]
    villages = {p: places.village(p) for p in found["unit_path"].unique()}
    found = found.assign(_village=found["unit_path"].map(villages))
    title = titles(result)
    counts: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for (check, village, reason), n in found.groupby(["check", "_village", "reason"], sort=False).size().items():
        counts[check][village][reason] = n
    cells = sum(len(v) for v in counts.values())
    first = found.groupby(["check", "_village"], sort=False).head(min(FIRST, BUDGET // max(cells, 1)))
    rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for (check, village), row in zip(zip(first["check"], first["_village"], strict=True), readable(first, title, places).to_dict("records"), strict=True):
        rows[check, village].append(row)
    system = dict(zip(found["check"], found["system"], strict=True))
    known = [c for c in title if c in counts] + [c for c in counts if c not in title]
    return [_check(c, system[c], title.get(c, c), counts[c], rows, order) for c in known]


def _check(
    check: str,
    system: str,
    title: str,
    counts: Mapping[str, Mapping[str, int]],
    rows: Mapping[tuple[str, str], list[dict[str, str]]],
    order: Mapping[str, int],
) -> CheckFindings:
    sums: dict[str, int] = defaultdict(int)
    for by_reason in counts.values():
        for reason, n in by_reason.items():
            sums[reason] += n
    reasons = sorted(sums, key=lambda r: -sums[r])
    villages = [
        VillageFindings(v.replace("/", " ") or WHOLE_COUNTY, [counts[v].get(r, 0) for r in reasons], rows[check, v])
        for v in sorted(counts, key=lambda v: order.get(v, len(order)))
    ]
    return CheckFindings(system, title, [(words.reason(r, check), sums[r]) for r in reasons], villages)

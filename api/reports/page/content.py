"""What the page shows, as plain values for the templates."""

from __future__ import annotations

from dataclasses import dataclass

from api.reports import words
from api.reports.across import SIGNS, band, deepest
from api.reports.arrived import delivery_matrix, ledger_totals
from api.reports.lines import Line
from api.reports.page.findings import CheckFindings, Grouping
from api.reports.page.ledgers import claim_groups, plain_rows, problem_groups
from api.reports.page.picture import picture
from api.reports.view import MANY, View
from api.reports.workbook.overview import line_rows
from api.reports.workbook.systems import missing, why
from graph.scheme import Check

_CONTACT = ("reach", "assignment", "activity")
_FAMILIES = ("户的联系", "联系户数", "组织、阵地和岗位", "联系、加入和活动", "其他检查")
"""Checks that are read side by side. Claims stand in the section 数字核对."""
PRINTED = 20
"""Checks up to which the page is printed with everything open."""
_ABREAST = 8
"""Checks beside each other on a 1366-pixel screen or an A4 page."""


@dataclass(frozen=True)
class LinePage:
    """One line's section: its trees of at most eight checks abreast, its gaps and unknowns."""

    line: Line
    families: list[tuple[str, list[Check]]]
    gaps: list[CheckFindings]
    unknowns: list[CheckFindings]


def page_content(view: View) -> dict[str, object]:
    """Everything the templates read besides `words` and `plotly`."""
    result = view.result
    grouping = Grouping.of(view)
    groups, few = claim_groups(result.claims)
    return {
        "result": result,
        "view": view,
        "many": MANY,
        "key": [(c, words.kind(c.kind), view.whole[c.id]) for c in view.key if c.id in view.whole],
        "line_rows": [(line.key, row) for line, row in zip(view.lines, line_rows(view), strict=True)],
        "reasons": why(view),
        "missing": missing,
        "pages": [line_page(view, line, grouping) for line in view.lines],
        "roots": [u for u in view.units if u.parent is None],
        "deepest": deepest(view),
        "signs": SIGNS,
        "band": band(view, deepest(view)),
        "picture": picture(view.units, view.checks),
        "problems": problem_groups(result.problems),
        "claims": groups,
        "few_claims": few,
        "published": view.published,
        "published_groups": _published(view),
        "disagreeing": plain_rows(view.published.disagreeing),
        "load": ledger_totals(result.load).to_dict("records"),
        "matrix": delivery_matrix(result.delivery, view.places, view.large),
        "counts": [(words.LABELS.get(name, name), count) for name, count in result.counts.items()],
        "whole": len(view.checks) <= PRINTED,
    }


def _published(view: View) -> list[tuple[str, list[dict[str, object]]]]:
    """The published figures that a count stands beside, then the others."""
    figures = view.published.figures
    counted = figures["台账计数"].notna()
    return [("公布值与台账计数", plain_rows(figures[counted])), ("没有台账计数可比的公布值", plain_rows(figures[~counted]))]


def line_page(view: View, line: Line, grouping: Grouping) -> LinePage:
    return LinePage(line, families(line.checks), grouping.findings("gap", line.checks), grouping.findings("unknown", line.checks))


def families(checks: list[Check]) -> list[tuple[str, list[Check]]]:
    """Checks in groups of at most _ABREAST, of one family each, with the family's title."""
    found = [(title, [c for c in checks if _family(c) == title]) for title in _FAMILIES]
    groups: list[tuple[str, list[Check]]] = []
    for title, members in found:
        parts = -(-len(members) // _ABREAST)
        size = -(-len(members) // parts) if parts else 1
        groups += [(f"{title}（{i + 1}）" if parts > 1 else title, members[i * size : (i + 1) * size]) for i in range(parts)]
    return groups


def _family(check: Check) -> str:
    if check.kind in _CONTACT:
        return _FAMILIES[0] if check.counts in ("户", "") else _FAMILIES[3]
    if check.kind in ("presence", "staffing", "chain", "breadth", "overlap"):
        return _FAMILIES[2]
    return {"load": _FAMILIES[1], "claim": ""}.get(check.kind, _FAMILIES[4])

"""What the page shows, as plain values for the templates."""

from __future__ import annotations

from api.reports import words
from api.reports.arrived import delivery_matrix, ledger_totals
from api.reports.figures import UnitNode, county_figures, shown_checks, unit_tree
from api.reports.page.findings import grouped
from api.reports.page.ledgers import claim_groups, problem_groups
from api.reports.page.picture import picture
from api.reports.places import Places
from graph.result import AuditResult
from graph.scheme import Check

_FAMILIES = (
    ("户的联系", ("reach", "assignment", "activity")),
    ("联系户数", ("load",)),
    ("组织、阵地和岗位", ("presence", "staffing", "chain", "breadth", "overlap")),
)
"""Checks that are read side by side; other kinds come last."""
_ABREAST = 8
"""Checks beside each other on a 1366-pixel screen or an A4 page."""
_VILLAGE = 3


def page_content(result: AuditResult) -> dict[str, object]:
    """Everything the templates read besides `words` and `plotly`."""
    checks = shown_checks(result.scheme, result.coverage)
    county = county_figures(result.coverage)
    places = Places.of(result.coverage)
    units = unit_tree(result.coverage)
    upper = [u for u in units if u.level <= _VILLAGE]
    order = {places.village(u.path): i for i, u in enumerate(upper)}
    return {
        "result": result,
        "lines": [(c, words.kind(c.kind), county[c.id]) for c in checks if c.id in county],
        "families": families(checks),
        "roots": [u for u in units if u.parent is None],
        "deepest": _VILLAGE,
        "picture": picture(units, checks),
        "gaps": grouped(result, "gap", places, order),
        "unknowns": grouped(result, "unknown", places, order),
        "problems": problem_groups(result.problems),
        "claims": claim_groups(result.claims),
        "load": ledger_totals(result.load).to_dict("records"),
        "matrix": delivery_matrix(result.delivery, places),
        "counts": [(words.LABELS.get(name, name), count) for name, count in result.counts.items()],
        "villages": _villages(upper),
    }


def _villages(units: list[UnitNode]) -> int:
    return sum(u.level == _VILLAGE for u in units)


def families(checks: list[Check]) -> list[tuple[str, list[Check]]]:
    """Checks in groups of at most _ABREAST, of one family each, with the family's title."""
    rest = {k for _, kinds in _FAMILIES for k in kinds}
    found = [(title, [c for c in checks if c.kind in kinds]) for title, kinds in _FAMILIES]
    found.append(("其他检查", [c for c in checks if c.kind not in rest]))
    groups: list[tuple[str, list[Check]]] = []
    for title, members in found:
        parts = -(-len(members) // _ABREAST)
        size = -(-len(members) // parts) if parts else 1
        groups += [(f"{title}（{i + 1}）" if parts > 1 else title, members[i * size : (i + 1) * size]) for i in range(parts)]
    return groups

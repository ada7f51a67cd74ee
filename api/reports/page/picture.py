"""The data of the picture: a treemap of units for each check of households."""

from __future__ import annotations

from api.reports import words
from api.reports.figures import Figure, UnitNode
from graph.scheme import Check

MOST = 12_000
"""Units that a browser draws at once without waiting; beyond it the lowest levels are left out."""
_NONE = Figure()


def picture(units: list[UnitNode], checks: list[Check]) -> dict[str, object]:
    """JSON for templates/picture.js: names, parents (position, -1 at the root) and met, gap, unknown per check, in one order."""
    chosen = [c for c in checks if c.kind == "reach"] or [c for c in checks if c.kind in {"assignment", "activity"}] or checks
    deepest = next((d for d in (5, 4) if sum(u.level <= d for u in units) <= MOST), 3)
    shown = [u for u in units if u.level <= deepest]
    position = {u.id: i for i, u in enumerate(shown)}
    return {
        "names": [u.name for u in shown],
        "parents": [position[u.parent.id] if u.parent else -1 for u in shown],
        "checks": [
            {
                "title": f"{c.system} {c.title}",
                "counts": words.counts(c.counts),
                "figures": [[f.met, f.gap, f.unknown] for f in (u.figures.get(c.id, _NONE) for u in shown)],
            }
            for c in chosen
        ],
    }

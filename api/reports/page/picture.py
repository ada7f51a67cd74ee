"""The data of the picture: a treemap of units for each check of households."""

from __future__ import annotations

from api.reports import words
from api.reports.figures import Figure, UnitNode
from graph.scheme import Check

MOST = 12_000
"""Units that a browser draws at once without waiting; beyond it the lowest levels are left out."""
FIGURES = 60_000
"""Units × checks in the page's JSON, about 10 bytes each."""
CHECKS = 12
_NONE = Figure()


def picture(units: list[UnitNode], checks: list[Check]) -> dict[str, object]:
    """JSON for templates/picture.js: names, parents (position, -1 at the root) and met, gap, unknown per check, in one order."""
    reach = [c for c in checks if c.kind == "reach" and c.counts == "户"] or [c for c in checks if c.kind == "reach"]
    asked = reach or [c for c in checks if c.kind in {"assignment", "activity"}] or checks
    # What says most (任一联系机制, a system's own question) stays where there are too many to choose from.
    kept = sorted(asked, key=lambda c: (not c.system.startswith("H"), c.id.count(".")))[:CHECKS]
    chosen = [c for c in asked if c in kept]
    most = min(MOST, FIGURES // max(len(chosen), 1))
    deepest = next((d for d in (5, 4, 3) if sum(u.level <= d for u in units) <= most), 2)
    shown = [u for u in units if u.level <= deepest]
    position = {u.id: i for i, u in enumerate(shown)}
    return {
        "first": next((i for i, c in enumerate(chosen) if c.id == "H1.reach"), 0),
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

"""The check kinds: declaration → library query → Finding. A kind is one function here and one entry in graph.scheme.KINDS."""

from __future__ import annotations

import pandas as pd

from graph.checks.claims import claim
from graph.checks.contacts import contacts
from graph.checks.finding import Finding
from graph.checks.grids import share, staffing
from graph.checks.ground import Ground
from graph.checks.load import load
from graph.checks.presence import presence
from graph.checks.reach import Reach
from graph.scheme import Check, Scheme

__all__ = ["Finding", "Ground", "run"]


def run(ground: Ground, scheme: Scheme) -> tuple[list[tuple[Check, Finding]], pd.DataFrame]:
    """All checks of a scheme in its order, and the lines of its claims (with check, system and title)."""
    edges = contacts(ground, scheme)
    reach = Reach(ground, scheme, edges)
    lines: list[pd.DataFrame] = []

    def claimed(check: Check) -> Finding:
        found, rows = claim(ground, check)
        lines.append(rows.assign(check=check.id, system=check.system, title=check.title))
        return found

    kinds = {
        "reach": reach.reach,
        "assignment": reach.assignment,
        "presence": lambda c: presence(ground, c),
        "load": lambda c: load(ground, c, edges),
        "staffing": lambda c: staffing(ground, c),
        "share": lambda c: share(ground, c),
        "claim": claimed,
    }
    found = [(check, kinds[check.kind](check)) for check in scheme.checks]
    return found, pd.concat(lines, ignore_index=True) if lines else pd.DataFrame()

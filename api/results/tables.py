"""The tables of the file, and how each is cut to the units of a scope."""

from __future__ import annotations

from collections.abc import Mapping

FORMAT = 1
"""Of the file: one of another format is made anew."""

_UNIT = "unit BETWEEN $scope_first AND $scope_last"
_PLACED = (
    "unit", "coverage", "finding", "household", "household_state", "resident", "contact", "candidate", "membership", "post", "listed", "grid",
    "in_grid", "event", "pair", "body_unit", "problem", "ledger_load", "delivery", "claim", "grid_coverage",
)  # fmt: skip
"""Tables with a column `unit`: the number of the unit in tree order, so that those under a unit are a range."""
_OPEN = ("line", "system", "checks", "mechanism")
"""What is the same for everybody: the scheme's own words."""

SCOPED: Mapping[str, str] = {
    **{name: f"SELECT * FROM whole.{name} WHERE {_UNIT}" for name in _PLACED},
    **{name: f"SELECT * FROM whole.{name}" for name in _OPEN},
    "body": f"SELECT * FROM whole.body WHERE id IN (SELECT body FROM whole.body_unit WHERE {_UNIT})",
    "person": f"SELECT * FROM whole.person WHERE id IN (SELECT person FROM whole.person_unit WHERE {_UNIT})",
    "under": f"SELECT * FROM whole.under WHERE lower IN (SELECT body FROM whole.body_unit WHERE {_UNIT})",
    "load_of": f"SELECT * FROM whole.load_of WHERE person IN (SELECT person FROM whole.person_unit WHERE {_UNIT})",
}
WHOLE: Mapping[str, str] = {name: f"SELECT * FROM whole.{name}" for name in SCOPED}
"""Within the whole scope nothing is cut: not even what lies in no unit that is left."""
PLAIN: Mapping[str, tuple[str, str, str]] = {
    "household": ("household", "id", "head"),
    "person": ("person", "id", "name"),
    "finding": ("finding", "line", "plain_name"),
}
"""What has an unmasked name: the scoped table that it belongs to, its key there, and the column in schema `plain`."""

"""The questions about organisations, posts, persons, grids, pairs and events: their county, cases and parameters for the demo."""

from __future__ import annotations

from typing import Any

from graph.edition import Edition
from tests.questions.given_ground import GROUND
from tests.questions.given_organizations import ORGANIZATIONS
from tests.questions.given_persons import PERSONS
from tests.questions.given_units import UNITS
from tests.questions.lines_county import lines_county

COUNTY = lines_county
CASES = {**UNITS, **ORGANIZATIONS, **PERSONS, **GROUND}


def _lowest(edition: Edition) -> str:
    """A party organisation that is under another."""
    return str(min(edition.edges("UNDER")["UNDER", "PartyOrganization", "PartyOrganization"]["from"].to_pylist()))


def _holder(edition: Edition) -> str:
    """A person with a post in a party organisation."""
    return str(min(edition.edges("HOLDS_POST")["HOLDS_POST", "Person", "PartyOrganization"]["from"].to_pylist()))


DEMO: dict[str, list[dict[str, Any]]] = {
    "chain_of_organization": [{"organization": _lowest}],
    "everything_about_person": [{"person": _holder}],
    "persons_with_many_posts": [{"at_least": 1}],
    "leaders_born_until": [{"year": 1990}],
    "members_attached_to_nothing": [{"roster": "妇女", "roles": ["成员"]}],
    "mass_organizations_missing": [{"level": 4, "kinds": ["团小组", "工会分会", "妇女小组", "商会分会"]}],
    "cooperative_members_by_unit": [{"level": 5, "kinds": ["专业合作社", "股份经济合作社"]}],
    "villages_not_paired_once": [{"kinds": ["双报到", "单位联村"]}],
}

"""The questions about households, contacts, coverage, deliveries, claims and evidence: their county, cases and parameters for the demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from graph.edition import Edition
from tests.questions.contacts_county import contacts_county
from tests.questions.given_contacts import CONTACTS
from tests.questions.given_households import HOUSEHOLDS

COUNTY = contacts_county
CASES = {**HOUSEHOLDS, **CONTACTS}


def _most(end: str) -> Callable[[Edition], str]:
    """The person or household with most contacts of an edition."""

    def found(edition: Edition) -> str:
        counts = edition.edges("CONTACTS")["CONTACTS", "Person", "Household"][end].value_counts().to_pylist()
        return min(str(c["values"]) for c in counts if c["counts"] == max(c["counts"] for c in counts))

    return found


DEMO: dict[str, list[dict[str, Any]]] = {
    "household_evidence": [{"household": _most("to")}],
    "contacts_of_household": [{"household": _most("to")}],
    "households_of_contact": [{"person": _most("from")}],
    "lost_if_person_leaves": [{"person": _most("from")}],
    "households_changed_since": [{"since": dt.date(2024, 1, 1)}],
    "contacts_changed_since": [{"since": dt.date(2024, 1, 1)}],
    "persons_in_several_rosters": [{"least": 2}],
    "contact_load": [{"low": 3, "high": 5}],
    "contacts_beyond_load": [{"high": 5}],
    "villages_that_delivered_nothing": [{"ledgers": ["单元名册", "没有的台账"]}],
}

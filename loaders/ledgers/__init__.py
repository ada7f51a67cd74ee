"""The ledger kinds, one file each; a new kind is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.scheme import Scheme
from loaders.kinds import Ledger
from loaders.ledgers import (
    agreements,
    answers,
    areas,
    contacts,
    cooperatives,
    divisions,
    employment,
    events,
    figures,
    forms,
    grids,
    groups,
    leaders,
    members_of,
    organisations,
    pairs,
    party,
    post_matrix,
    posts,
    register,
    rosters,
    successions,
    units,
    users,
    visits,
)
from loaders.ledgers.body_words import lists_of_county, local_words

_FIXED = (
    divisions.DIVISIONS,
    units.ROSTER,
    successions.SUCCESSIONS,
    register.RESIDENTS,
    register.HOUSEHOLDS,
    grids.GRIDS,
    party.ORGANISATIONS,
    party.MEMBERS,
    posts.POSTS,
    posts.TITLED,
    post_matrix.BY_PERSON,
    post_matrix.BY_UNIT,
    areas.AREAS,
    forms.FORMS,
    rosters.MASS_MEMBERS,
    rosters.TEAM_MEMBERS,
    members_of.MEMBER_UNITS,
    employment.EMPLOYMENT,
    pairs.PAIRS,
    cooperatives.DIRECTORY,
    cooperatives.MEMBERS,
    contacts.CONTACTS,
    groups.GROUPS,
    leaders.PERSONAL,
    visits.VISITS,
    agreements.AGREEMENTS,
    users.USERS,
    figures.FIGURES,
    answers.ANSWERS,
)


def ledgers_of(lists: Mapping[str, Sequence[str]], aliases: Mapping[str, str], scheme: Scheme | None = None) -> tuple[Ledger, ...]:
    """All kinds in the order in which they are read (units, households, then what refers to them), with a scheme's words."""
    of_events = events.asked_by(scheme) if scheme else events.EVENTS
    return tuple(sorted((*_FIXED, of_events, *organisations.ledgers(lists, local_words(aliases, scheme), lists_of_county(scheme))), key=lambda one: one.order))

"""The ledger kinds, one file each; a new kind is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders.kinds import Ledger
from loaders.ledgers import contacts, cooperatives, divisions, figures, grids, groups, organisations, pairs, party, posts, register, units, visits

_FIXED = (
    divisions.DIVISIONS,
    units.ROSTER,
    register.RESIDENTS,
    register.HOUSEHOLDS,
    grids.GRIDS,
    party.ORGANISATIONS,
    party.MEMBERS,
    posts.POSTS,
    pairs.PAIRS,
    cooperatives.DIRECTORY,
    cooperatives.MEMBERS,
    contacts.CONTACTS,
    groups.GROUPS,
    visits.VISITS,
    figures.FIGURES,
)


def ledgers_of(lists: Mapping[str, Sequence[str]], aliases: Mapping[str, str]) -> tuple[Ledger, ...]:
    """All kinds in the order in which they are read (units, households, then what refers to them), with a scheme's words."""
    return tuple(sorted((*_FIXED, *organisations.ledgers(lists, aliases)), key=lambda one: one.order))

"""The ledger kinds, one file each; a new kind is one file and one line here."""

from __future__ import annotations

from loaders.ledgers import contacts, cooperatives, figures, grids, organisations, party, posts, register, units
from loaders.kinds import Ledger

LEDGERS: tuple[Ledger, ...] = tuple(
    sorted(
        (
            units.DIVISIONS,
            units.ROSTER,
            register.RESIDENTS,
            register.HOUSEHOLDS,
            grids.GRIDS,
            party.ORGANISATIONS,
            party.MEMBERS,
            *organisations.ALL,
            posts.POSTS,
            cooperatives.DIRECTORY,
            cooperatives.MEMBERS,
            contacts.CONTACTS,
            figures.FIGURES,
        ),
        key=lambda one: one.order,
    )
)
"""In the order in which they are read: units, households, then what refers to them."""

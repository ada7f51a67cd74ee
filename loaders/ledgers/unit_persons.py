"""Persons whom ledgers of bodies name beside them: 湾长 holds a post of the unit, 联户长 and 党员中心户 are contacts of it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.former import apart
from loaders.identity.keys import of_contact
from loaders.ledgers.body_words import MECHANISMS, POSTS
from loaders.ledgers.several import person_keys, split_names
from loaders.normalise import text
from loaders.rows import Rows
from loaders.world import World


def hold_or_contact(rows: Rows, world: World, at: np.ndarray, kind: pa.Array, cells: pa.Array, unit: np.ndarray, village: np.ndarray) -> None:
    """The persons named in `cells` of the rows `at`, as what `kind` says, at `unit`; all but `at` have one entry per row."""
    for said in kind.take(pa.array(at)).unique().drop_null().to_pylist() if len(at) else ():
        here = np.zeros(len(rows), bool)
        here[at] = text.mask(pc.equal(kind, said))[at]
        row, who = split_names(cells, here)
        if not len(row):
            continue
        source = rows.sources.take(pa.array(row))
        if said in MECHANISMS:
            keys = of_contact(pa.repeat(said, len(row)), village[row], apart(rows.former, who, row))
            same, none = np.full(len(row), said, object), np.full(len(row), "", object)
            mention = world.persons.mention(keys, who, source)
            world.edge("CONTACTS", ("Person", "Unit"), ("mention", "unit"), mention, unit[row], source, mechanism=same, part=none)
        else:
            mention = world.persons.mention(person_keys(village[row], apart(rows.former, who, row)), who, source)
            post, none = np.full(len(row), POSTS[said], object), np.full(len(row), "", object)
            own = {"post": post, "duty": none, "political": none, "ledger": rows.ledger_names[row]}
            world.edge("HOLDS_POST", ("Person", "Unit"), ("mention", "unit"), mention, unit[row], source, **own)

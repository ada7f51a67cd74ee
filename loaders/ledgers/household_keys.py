"""Persons without an id number whose row names their household: one of that name in it is the same person in every ledger."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.identity.keys import of_member
from loaders.normalise import text
from loaders.placing import Placed
from loaders.resolve import fitting
from loaders.rows import Rows
from loaders.world import World


def household_keys(
    rows: Rows, world: World, placed: Placed, row: np.ndarray, names: pa.Array, ids: pa.Array, plain: pa.Array, head_ids: pa.Array
) -> tuple[pa.Array, pa.Array]:
    """(keys, id numbers) of the persons that the rows `row` name, one entry per person.

    The household and the name as in the register, else `plain`; an id number that the register tells of that person counts here too.
    """
    asked = np.zeros(len(rows), bool)
    asked[row[~text.present(ids)]] = True
    at, household = fitting(rows, placed, world, head_ids, asked)
    known = world.households.frame.iloc[household]
    home = np.full(len(rows), None, object)
    home[at] = np.where(known["code"].notna(), known["key"], np.array(None, object))
    keys = pc.coalesce(of_member(pa.array(home[row], pa.string()), names), plain)
    return keys, pc.coalesce(ids, world.persons.ids_of(keys))

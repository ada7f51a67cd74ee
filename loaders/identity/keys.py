"""What places a person or a household that has no id number of its own, in one reading and over all readings.

While ledgers are read a key holds the unit's number in the tree, which every ledger of the reading has at hand. That number
changes with the ledger of units: a register writes the unit's own id in its place (`lasting`) before a key becomes an id.

::

    v:UNIT|NAME              a person of a unit
    c:MECHANISM|UNIT|NAME    a contact of a mechanism in a village
    h:UNIT#HOUSEHOLD|NAME    a member of a household; HOUSEHOLD is a 户号, i:ID or n:HEAD#n:ADDRESS
    e:EMPLOYER|NAME          an employee, wherever the ledger is from
    UNIT#HOUSEHOLD           a household
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_UNIT = r"^(?P<before>v:|h:|c:.*?\||)(?P<unit>-?\d+)(?P<after>[|#](?s:.*))$"


def of_unit(unit: np.ndarray, names: pa.Array) -> pa.Array:
    """What places persons by their unit and name."""
    return pc.binary_join_element_wise("v:", _number(unit), "|", names, "")


def of_contact(mechanism: pa.Array, unit: np.ndarray, names: pa.Array) -> pa.Array:
    """What places contacts by their mechanism, unit and name; nulls are empty texts."""
    return pc.binary_join_element_wise("c:", pc.fill_null(mechanism, ""), "|", _number(unit), "|", pc.fill_null(names, ""), "")


def of_member(household: pa.Array, names: pa.Array) -> pa.Array:
    """What places members of households (keys of `loaders.households.keys`) by their name."""
    return pc.binary_join_element_wise("h:", household, "|", names, "")


def of_code(village: np.ndarray, code: pa.Array) -> pa.Array:
    """The key of a household with a 户号."""
    return pc.binary_join_element_wise(_number(village), code, "#")


def lasting(keys: pa.Array, units: np.ndarray) -> pa.Array:
    """Keys with the id of the unit (`units`: per number of the tree) in place of its number; others stay. Nowhere is an empty text."""
    found = pc.extract_regex(keys, _UNIT)
    before, number, after = (pc.struct_field(found, part) for part in ("before", "unit", "after"))
    unit = pa.array([*units, ""], pa.string()).take(_at(number, len(units)))
    return pc.coalesce(pc.binary_join_element_wise(before, unit, after, ""), keys)


def units_of(keys: pa.Array) -> np.ndarray:
    """The number of the unit in each key, -1 where it has none."""
    number = pc.struct_field(pc.extract_regex(keys, _UNIT), "unit")
    return np.asarray(pc.fill_null(pc.cast(number, pa.int64()), -1))


def _at(number: pa.Array, nowhere: int) -> pa.Array:
    index = pc.cast(number, pa.int64())
    return pc.if_else(pc.less(index, 0), nowhere, index)


def _number(unit: np.ndarray) -> pa.Array:
    return pc.cast(pa.array(unit), pa.string())

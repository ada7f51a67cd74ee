"""Events into the world: the nodes, and the persons by whom they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.ledgers.several import person_keys, split_names
from loaders.normalise import text
from loaders.placing import Placed
from loaders.rows import Rows
from loaders.world import NO_DAY, World

_UNTOLD = ("seq", "remark", "county", "town", "village", "place", "group", "bay", "code", "days", "result", "state")


def record(
    world: World, rows: Rows, at: np.ndarray, unit: np.ndarray, kind: np.ndarray, date: np.ndarray, outcome: np.ndarray, days: np.ndarray | int = 0,
    until: np.ndarray | None = None, suffix: str = "",
) -> None:  # fmt: skip
    """Event nodes of the rows `at`; the other arrays have one entry per row of the ledger. An event's id is the row that states it,
    with a `suffix` where a row states several; a register makes one of what the row states (loaders.identity.numbers)."""
    source = text.objects(rows.sources)[at]
    frame = pd.DataFrame({"id": source + suffix, "kind": kind[at], "date": date[at], "outcome": outcome[at], "source": source})
    frame["unit"], frame["stated"] = unit[at], _stated(rows, at)
    frame["days"] = days[at] if isinstance(days, np.ndarray) else days
    frame["until"] = until[at] if until is not None else NO_DAY
    world.events.append(frame)


def _stated(rows: Rows, at: np.ndarray) -> np.ndarray:
    """What rows say of whom an event is about and by whom, of what and with what result. Their place and day are asked as what they
    were read as; running numbers, phones and remarks do not tell one event from another."""
    asked = [f.name for f in rows.ledger.fields if f.cell not in ("date", "phone") and f.name not in _UNTOLD and rows.has(f.name)]
    # A column that no sheet has says as much as one that is blank there: both are left out.
    said = [pc.binary_join_element_wise(n, rows.words(n).take(pa.array(at)), "=") for n in asked]
    return text.said(pc.binary_join_element_wise(*said, "\x1f", null_handling="skip")) if said else np.full(len(at), "", object)


def by_persons(
    rows: Rows, world: World, where: np.ndarray, cells: pa.Array, placed: Placed, mechanisms: Sequence[Collection[str]], date: np.ndarray, ids: pa.Array
) -> None:
    """BY every person that the cells of a mask name: the contact that is meant (loaders.contacting), else a person of the village.

    `mechanisms`: per row those among whose contacts the person is looked for. An id number is that of a single name.
    """
    row, names = split_names(cells, where)
    if not len(row):
        return
    alone = np.bincount(row, minlength=len(rows))[row] == 1
    own_id = text.objects(ids)[row]
    unit = np.where(placed.village >= 0, placed.village, placed.unit)[row]
    meant = world.contacts.meant(world.tree, names.to_pylist(), placed.lowest[row], [mechanisms[int(r)] for r in row])
    plain = text.objects(person_keys(unit, names))
    keys, known = plain.copy(), np.full(len(row), None, object)
    for i, one in enumerate(meant):
        if alone[i] and own_id[i] is not None:
            known[i] = own_id[i]
        elif one is not None:
            keys[i], known[i] = one
    source = rows.sources.take(pa.array(row))
    mention = world.persons.mention(pa.array(keys, pa.string()), names, source, pa.array(known, pa.string()))
    said = text.objects(source)
    world.edge("BY", ("Event", "Person"), ("event", "mention"), said, mention, said, date[row])

"""Organisations that a cell names: those that ledgers have stated so far, else institutions that are made.

A name is looked for as in loaders.ledgers.known, then without the county's before it: 县教育局, 云溪县教育局 and 教育局 are one
name. What fits several is not told apart and is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders import units
from loaders.ledgers.bodies import body_key, state
from loaders.ledgers.known import Known
from loaders.naming import institution_kinds
from loaders.normalise import text
from loaders.problems import fits_several
from loaders.rows import Rows
from loaders.world import World

ORGANISATIONS = ("Institution", "PartyOrganization", "Cooperative", "SocialOrganization", "MassOrganization", "SelfGovernmentBody")
_PREFIX = re.compile(r"^(?:本?[县区]|市(?![场政容民直区]))(?=..)")
NEW, SEVERAL = -1, -2


def plain(tops: Sequence[str], name: str) -> str:
    """A name without the county's or city's (`tops`) before it."""
    for top in tops:
        name = name.removeprefix(top) or name
    return _PREFIX.sub("", name)


def find(world: World, known: Known, names: Sequence[str], unit: np.ndarray) -> np.ndarray:
    """Per entry the row of `known.frame` that a name, said at a unit, means; -1 where nobody has stated it, -2 where several fit."""
    found = known.find(unit, np.array(names, object)) if len(names) else np.zeros(0, np.int64)
    exact = set(known.frame["name"])
    tops = [u.name for u in world.tree.units if u.level <= units.COUNTY]
    loose: dict[str, list[int]] = {}
    for row, name in enumerate(known.frame["name"]):
        loose.setdefault(plain(tops, name), []).append(row)
    for i in np.flatnonzero(found < 0):
        fits = loose.get(plain(tops, names[int(i)]), [])
        found[i] = SEVERAL if names[int(i)] in exact or len(fits) > 1 else fits[0] if fits else NEW
    return found


def bodies_named(
    world: World, rows: Rows, row: np.ndarray, names: Sequence[str], unit: np.ndarray, labels: Collection[str] = ORGANISATIONS,
    kinds: Sequence[str | None] = (), *, field: str, relation: str,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """(label, key) of the organisation that each entry names; an institution is stated where nobody stated one.

    `row`: per entry its row, `unit`: the unit near which it is looked for. An entry that fits several has no label (None)
    and is told of at the column of `field`, with the `relation` that is lost. `kinds`: per entry the kind of a new institution, told by its name where None.
    """
    known = Known(world, labels)
    found = find(world, known, names, unit)
    label, key = known.column(found, "label", None), known.column(found, "key", None)
    report_several(rows, row, names, found, field, relation)
    at = np.flatnonzero(found == NEW)
    if len(at):
        tops = [u.name for u in world.tree.units if u.level <= units.COUNTY]
        first: dict[str, str] = {}  # one institution has one name and one kind, whichever row names it first
        called = [first.setdefault(plain(tops, names[int(i)]), names[int(i)]) for i in at]
        told = institution_kinds(pa.array(called, pa.string())).to_pylist()
        of_kind: dict[str, str] = {}
        kind = [of_kind.setdefault(n, str((kinds[int(i)] if kinds else None) or t)) for i, n, t in zip(at, called, told, strict=True)]
        _state(world, rows, row[at], kind, called)
        label[at] = "Institution"
        key[at] = [body_key("Institution", -1, k, n) for k, n in zip(kind, called, strict=True)]
    return label, key


def report_several(rows: Rows, row: np.ndarray, names: Sequence[str], found: np.ndarray, field: str, relation: str) -> None:
    """Tell of the entries that fit several bodies; their rows stay loaded."""
    said: dict[int, list[str]] = {}
    for i in np.flatnonzero(found == SEVERAL):
        said.setdefault(int(row[i]), []).append(names[int(i)])
    if said:
        values = [("、".join(said[r]) if r in said else None) for r in range(len(rows))]
        where = np.isin(np.arange(len(rows)), list(said))
        rows.report("organization_unknown", where, field, fits_several(relation), pa.array(values, pa.string()))


def _state(world: World, rows: Rows, row: np.ndarray, kind: Sequence[str], names: Sequence[str]) -> None:
    """Institutions without a place; one row may name several."""
    frame = pd.DataFrame({"row": row, "kind": kind, "name": names}).drop_duplicates(["kind", "name"])
    size = len(rows)
    nowhere, labels = np.full(size, -1), np.full(size, "Institution", object)
    while len(frame):
        once = frame.drop_duplicates("row")
        kinds, called = np.full(size, None, object), np.full(size, None, object)
        kinds[once["row"]], called[once["row"]] = once["kind"], once["name"]
        state(world, rows, once["row"].to_numpy(), labels, nowhere, pa.array(kinds, pa.string()), pa.array(called, pa.string()))
        frame = frame.drop(once.index)


def organisation_edges(
    world: World, name: str, source_label: str, source_end: str, start: np.ndarray, label: np.ndarray, key: np.ndarray, source: np.ndarray,
    since: np.ndarray | None = None, until: np.ndarray | None = None, **own: np.ndarray,
) -> None:  # fmt: skip
    """Edges from one kind of node to organisations of several labels; entries without a label make none."""
    for one in dict.fromkeys(str(v) for v in label if v is not None):
        here = label == one
        days = {n: d[here] for n, d in (("since", since), ("until", until)) if d is not None}
        world.edge(name, (source_label, one), (source_end, "body"), start[here], key[here], source[here], **days, **{k: v[here] for k, v in own.items()})


def split_list(cells: pa.Array, where: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """(row, text) of every part of the cells of a mask, divided by 、，； and line breaks; text without white space."""
    rows = np.flatnonzero(where)
    out_rows: list[int] = []
    parts: list[str] = []
    for row, cell in zip(rows.tolist(), text.objects(text.stated(cells).take(pa.array(rows))), strict=True):
        for part in dict.fromkeys(re.split(r"[、,，;；\n\r]+", cell or "")):
            if flat := re.sub(r"\s+", "", part):
                out_rows.append(row)
                parts.append(flat)
    return np.array(out_rows, np.int64), parts

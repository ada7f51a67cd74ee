"""The organisation graph of an edition as networkx sees it: units, bodies, persons, and what joins them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import pandas as pd

from graph.edition import Edition
from graph.schema import OPEN_SINCE, OPEN_UNTIL
from graph.structure.organisations import Names, Organisations, keys, organisations

Graph: TypeAlias = "nx.MultiDiGraph"
_OPEN = {OPEN_SINCE, OPEN_UNTIL}


def organisation_graph(of: Edition | Organisations, as_of: dt.date | None = None, names: Names = "masked") -> Graph:
    """Units, bodies, and every person in service who holds a post or contacts somebody; households only as numbers.

    A node is known by ``label:id``. Nodes have `id`, `label`, `name` and, by label, the schema's `kind`, `level`, `code`, `path`,
    `political`; a unit has `households` (应覆盖户数 in it and below), a person `households` (how many it contacts) and `posts`.

    Edges have `type` (PART_OF, COVERS, UNDER, PAIRED_WITH, MEMBER_OF, HOLDS_POST, CONTACTS), the schema's own properties, and `since`,
    `until` (ISO, empty where open) and `source` where one row states them. A person's contacts of households stand as one CONTACTS edge
    per mechanism to the lowest unit that these live in, with `households` = how many (0: the unit itself is contacted). All attributes
    are text, whole numbers or true and false, so that any graph format takes them.
    """
    o = organisations(of, as_of, names)
    graph = nx.MultiDiGraph(edition=o.edition.id, as_of=o.as_of.isoformat(), names=o.names)
    ids = o.unit_keys.tolist()
    _add_units(graph, o, ids)
    for key, body in zip(o.bodies.index, o.bodies.drop(columns="unit").to_dict("records"), strict=True):
        graph.add_node(key, **body)
    home = contacted_units(o)
    _add_persons(graph, o, home)
    for covered in _rows(o.covers, "COVERS"):
        graph.add_edge(covered.pop("body"), ids[covered.pop("unit")], **covered)
    for below in _rows(o.under, "UNDER"):
        graph.add_edge(below.pop("child"), below.pop("parent"), **below)
    for frame, type in ((o.pairs, "PAIRED_WITH"), (o.body_memberships, "MEMBER_OF")):
        for joined in _rows(frame, type):
            graph.add_edge(joined.pop("from"), joined.pop("to"), **joined)
    members = o.memberships[keys("Person", o.memberships["person"]).isin(set(graph))]
    for member in _rows(members, "MEMBER_OF"):
        graph.add_edge(f"Person:{member.pop('person')}", member.pop("body"), **member)
    for post in _rows(o.posts.drop(columns="label"), "HOLDS_POST"):
        graph.add_edge(f"Person:{post.pop('person')}", post.pop("target"), **post)
    for contact in _rows(pd.concat([o.unit_contacts.assign(households=0), home]), "CONTACTS"):
        graph.add_edge(f"Person:{contact.pop('person')}", ids[contact.pop("unit")], **contact)
    return graph


def contacted_units(o: Organisations) -> pd.DataFrame:
    """person, unit (index of the lowest), mechanism, households: contacts of households by where these live."""
    rows = o.contacts.assign(unit=o.homes["unit"].to_numpy()[o.contacts["household"]])
    found = rows.groupby(["person", "unit", "mechanism"], observed=True).size().reset_index(name="households")
    return found.assign(person=np.asarray(o.persons.index, object)[found["person"]], mechanism=found["mechanism"].astype("str"))


def _add_units(graph: Graph, o: Organisations, ids: list[str]) -> None:
    u = o.units
    for i, id in enumerate(ids):
        told = {"name": u.name[i], "kind": u.kind[i], "level": int(u.level[i]), "code": u.code[i], "path": u.path[i]}
        graph.add_node(id, id=id.partition(":")[2], label="Unit", **told, households=int(o.households_in[i]))
        if u.parent[i] >= 0:
            graph.add_edge(id, ids[u.parent[i]], type="PART_OF")


def _add_persons(graph: Graph, o: Organisations, home: pd.DataFrame) -> None:
    known = sorted(set(o.posts["person"]) | set(o.unit_contacts["person"]) | set(home["person"]))
    posts = o.posts.groupby("person").size().reindex(known).fillna(0).astype(int)
    reached = o.contacts.drop_duplicates(["household", "person"]).groupby("person").size()
    reached.index = o.persons.index[reached.index]
    told = o.persons.reindex(known).assign(posts=posts, households=reached.reindex(known).fillna(0).astype(int))
    for id, person in zip(known, told.to_dict("records"), strict=True):
        graph.add_node(f"Person:{id}", id=id, label="Person", **person)


def _rows(frame: pd.DataFrame, type: str) -> Iterator[dict[str, Any]]:
    """Rows as attributes of edges: days as ISO text, what is open or unknown empty."""
    shown = frame.copy()
    for column in ("since", "until"):
        if column in shown:
            shown[column] = ["" if not isinstance(d, dt.date) or d in _OPEN else d.isoformat() for d in shown[column]]
    if "source" in shown:
        shown["source"] = shown["source"].fillna("")
    for row in shown.to_dict("records"):
        yield {"type": type, **row}

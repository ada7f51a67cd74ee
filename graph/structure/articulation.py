"""Articulation points: the persons without whom the graph of persons, bodies and units falls apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import networkx as nx
import numpy as np
import pandas as pd

from graph.edition import Edition
from graph.structure.columns import LEVELS, count, text, typed
from graph.structure.network import contacted_units
from graph.structure.organisations import Names, Organisations, keys, organisations

ARTICULATION = (
    text("person", "人员标识", "the person's id"),
    text("name", "姓名", "masked unless plain was asked for"),
    count("parts", "断开的部分", "parts that no longer hang together with the highest unit of this part of the graph"),
    count("units", "断开的单元", "units in these parts"),
    count("bodies", "断开的组织", "bodies in these parts"),
    count("people", "断开的人", "other persons in these parts"),
    text("lost", "断开的单元名", "paths of these units in the tree's order, at most SHOWN of them"),
)
SHOWN = 5


def tie_graph(o: Organisations) -> nx.Graph:
    """Persons, bodies and units (keys) joined by posts, contacts, COVERS and UNDER; what lies in what (PART_OF) joins nothing here.

    A contact of a household joins the person and the lowest unit that the household lives in.
    """
    graph = nx.Graph()
    units = o.unit_keys.tolist()
    graph.add_nodes_from(units)
    graph.add_nodes_from(o.bodies.index)
    graph.add_edges_from(zip(o.covers["body"], np.asarray(units, object)[o.covers["unit"]], strict=True))
    graph.add_edges_from(zip(o.under["child"], o.under["parent"], strict=True))
    graph.add_edges_from(zip(keys("Person", o.posts["person"]), o.posts["target"], strict=True))
    for contacts in (o.unit_contacts, contacted_units(o)):
        graph.add_edges_from(zip(keys("Person", contacts["person"]), np.asarray(units, object)[contacts["unit"]], strict=True))
    return graph


def articulation(of: Edition | Organisations, as_of: dt.date | None = None, names: Names = "masked") -> pd.DataFrame:
    """One row per person who is an articulation point of `tie_graph` (columns ARTICULATION), those who cut off most units first.

    Each connected part of the graph hangs on its highest unit (of one level the first in the tree's order; without a unit the first body).
    This is the mathematical notion, for comparison with `cutpoints`: a unit that is held by one person and one body, of which another
    person is a member too, is not cut off here, and a person who leads a body that nobody else touches cuts off that body.
    """
    o = organisations(of, as_of, names)
    graph = tie_graph(o)
    rank = {key: i for i, key in enumerate(o.unit_keys)}
    level = dict(zip(o.unit_keys, o.units.level.tolist(), strict=True))
    rows = []
    for part in nx.connected_components(graph):
        root = min(part, key=lambda n: (level.get(n, len(LEVELS)), rank.get(n, len(rank)), n.startswith("Person:"), n))
        rows += _cuts(graph.subgraph(part), root, rank)
    frame = pd.DataFrame(rows, columns=["person", "parts", "units", "bodies", "people", "lost"])
    paths = [[o.units.path[i] for i in sorted(some)] for some in frame["lost"]]
    told = ["、".join(some[:SHOWN]) + (f" 等 {len(some)} 个" if len(some) > SHOWN else "") for some in paths]
    frame = frame.assign(name=o.name_of(frame["person"]), lost=told)
    return typed(frame.sort_values(["units", "bodies", "people", "person"], ascending=[False, False, False, True]), ARTICULATION)


def _cuts(graph: nx.Graph, root: str, rank: Mapping[str, int]) -> list[tuple[object, ...]]:
    """person, parts, units, bodies, people, indices of the lost units: of each articulation point, from the tree of blocks and cut nodes."""
    blocks = [frozenset(b) for b in nx.biconnected_components(graph)]
    inside: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        for node in block:
            inside.setdefault(node, []).append(i)
    cuts = {node for node, some in inside.items() if len(some) > 1}
    tree = nx.Graph((i, node) for node in cuts for i in inside[node])
    if not cuts:
        return []
    start = root if root in cuts else inside[root][0]
    above = nx.dfs_predecessors(tree, start)
    flat: list[str] = []  # nodes in post-order of the tree: what hangs below a node stands right before it
    begin: dict[object, int] = {}
    rows: list[tuple[object, ...]] = []
    for node in nx.dfs_postorder_nodes(tree, start):
        begin.setdefault(node, len(flat))
        if node in above:
            begin[above[node]] = min(begin.get(above[node], len(flat)), begin[node])
        if node not in cuts:
            flat += sorted(blocks[node] - cuts)
            continue
        if str(node).startswith("Person:"):
            lost = flat[begin[node] :]
            units = [rank[n] for n in lost if n in rank]
            people = sum(n.startswith("Person:") for n in lost)
            parts = tree.degree(node) - (node in above)
            rows.append((str(node).partition(":")[2], parts, len(units), len(lost) - len(units) - people, people, units))
        flat.append(str(node))
    return rows

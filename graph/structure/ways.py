"""The shortest way from a household to the county: by which persons and organisations it is held."""

from __future__ import annotations

import datetime as dt

import networkx as nx
import numpy as np
import pandas as pd

from graph.edition import Edition
from graph.errors import EditionError
from graph.structure.columns import count, text, typed
from graph.structure.network import organisation_graph
from graph.structure.organisations import Names, Organisations, organisations

WAY = (
    count("way", "路径", "number of the way, 1 for the first"),
    count("step", "步", "0 the household"),
    text("by", "凭什么", "the edge that leads here: CONTACTS, HOLDS_POST, MEMBER_OF, UNDER, COVERS"),
    text("word", "职务或机制", "its post, mechanism or role"),
    text("label", "大类", "the label of what is reached"),
    text("id", "标识", "its id"),
    text("name", "名称", "its name; persons masked unless plain was asked for"),
    count("level", "层级", "its level, -1 for persons and households"),
)
_BY = ("HOLDS_POST", "MEMBER_OF", "UNDER", "COVERS", "CONTACTS")


def ways_up(of: Edition | Organisations, household: str, as_of: dt.date | None = None, *, most: int = 3, names: Names = "masked") -> pd.DataFrame:
    """The shortest ways from a household (by id) to the highest unit that can be reached, one row per step (columns WAY).

    household → a person in service who contacts it → by posts, memberships and contacts of units to bodies and units → by UNDER and COVERS
    up. What lies in what (PART_OF) is no way: the question is by whom the household is held, not where it stands. At most `most` ways
    of the shortest length, in the order of ids. Where none of its contacts is attached to a body or unit, the ways end at them; no row
    where nobody contacts it. Raises EditionError for an unknown household.
    """
    o = organisations(of, as_of, names)
    if household not in o.homes.index:
        raise EditionError(f"没有标识为“{household}”的应覆盖户。标识是图里户的 id，如“村代码/户号”。")
    graph, start = _upward(o, household), f"Household:{household}"
    reached = nx.single_source_shortest_path_length(graph, start)
    units = [n for n in reached if graph.nodes[n]["label"] == "Unit"]
    if units:
        end = min(units, key=lambda n: (graph.nodes[n]["level"], reached[n], n))
        found = sorted(nx.all_shortest_paths(graph, start, end))[:most]
    else:
        found = [[start, n] for n in sorted(graph.successors(start))][:most]
    return typed([row for n, path in enumerate(found, 1) for row in _steps(graph, n, path)], WAY)


def _upward(o: Organisations, household: str) -> nx.DiGraph:
    """Each two ends joined once, by the first of _BY."""
    whole, graph = organisation_graph(o), nx.DiGraph()
    graph.add_nodes_from(whole.nodes(data=True))
    edges = [(a, b, d) for a, b, d in whole.edges(data=True) if d["type"] in _BY and not d.get("households")]
    for a, b, told in sorted(edges, key=lambda e: _BY.index(e[2]["type"])):
        if not graph.has_edge(a, b):
            graph.add_edge(a, b, by=told["type"], word=told.get("post") or told.get("mechanism") or told.get("role") or "")
    at = o.homes.index.get_loc(household)
    graph.add_node(f"Household:{household}", label="Household", id=household, name="本户")
    rows = o.contacts[o.contacts["household"] == at]
    for person, mechanism in zip(np.asarray(o.persons.index, object)[rows["person"]], rows["mechanism"].astype("str"), strict=True):
        graph.add_edge(f"Household:{household}", f"Person:{person}", by="CONTACTS", word=mechanism)
    return graph


def _steps(graph: nx.DiGraph, way: int, path: list[str]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for step, node in enumerate(path):
        told, edge = graph.nodes[node], graph.edges[path[step - 1], node] if step else {"by": "", "word": ""}
        rows.append({"way": way, "step": step, **edge, "label": told["label"], "id": told["id"], "name": told["name"], "level": told.get("level", -1)})
    return rows

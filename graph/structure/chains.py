"""Chains (纵向到底): the way up from every lowest organisation, where it ends, which levels it leaves out, where it goes in a circle."""

from __future__ import annotations

import datetime as dt
from collections import deque
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from graph.checks.units import VILLAGE
from graph.edition import Edition
from graph.structure.columns import LEVELS, count, text, typed
from graph.structure.organisations import Names, Organisations, organisations

CHAINS = (
    text("body", "标识", "the organisation's id"),
    text("name", "组织", "its name"),
    text("label", "大类", "its label"),
    text("kind", "类别", "the local word for its kind"),
    count("level", "层级", "the level of the unit it stands in; -1 where neither a unit nor a level is stated"),
    text("unit_path", "所在单元", "the unit it stands in, from the county down"),
    text("state", "状态", "met: reaches the top of its line; gap: does not; unknown: nobody can tell"),
    text("reason", "原因", "why not: see REASONS"),
    count("steps", "步数", "organisations above it on the way"),
    text("top", "终点", "the name of the organisation where the way ends"),
    count("top_level", "终点层级", "that organisation's level"),
    text("way", "上行路径", "names from the organisation to the end"),
    text("missing", "缺的层级", "levels at which its line has organisations, and the way none"),
    text("unlinked", "有而未挂", "of these, levels at which one stands in the unit above it all the same"),
    text("circle", "绕圈的组织", "names of the organisations of the circle that the way up runs into"),
)
_LEDGER = {
    "PartyOrganization": "党组织",
    "SelfGovernmentBody": "自治组织",
    "MassOrganization": "群团组织",
    "SocialOrganization": "社会组织",
    "Institution": "机构",
    "Cooperative": "合作社",
    "Place": "阵地",
}
"""The ledger that states the bodies of a village by label."""
_ORDER = [("gap", ""), ("unknown", "not_delivered"), ("unknown", "not_placed"), ("met", ""), ("unknown", "not_stated")]


def chains(of: Edition | Organisations, as_of: dt.date | None = None, *, every: bool = False, names: Names = "masked") -> pd.DataFrame:
    """One row per lowest organisation (columns CHAINS): one that nothing of its label is UNDER, and those of a circle that no such thing leads into.

    `every`: one row per organisation instead; the ``gap`` rows are then all bodies without a path to the top of their line.

    A **line** is the kinds of one label that UNDER joins anywhere in the county (妇女微家, 妇女小组, 妇女联合会); its top is the highest
    level at which it has an organisation. The way up is, of all ways by UNDER, the one that ends highest, then the shortest, then the
    first by label and id. It is ``met`` where it ends on the line's top level or, in another line, above it. It is ``unknown`` with reason
    `not_stated` where no ledger states a superior of any organisation of the line, or where it ends as high as any organisation of the line
    that another of it is UNDER (what stands higher is nobody's superior: a 商会 of the county says nothing about those of the villages);
    `not_placed` where the level of its end is not known; and `not_delivered` where it ends below the village and the village has not delivered the
    ledger of such organisations (党组织, 自治组织, 群团组织 …): the missing one may stand there. Gaps come first, then what is unknown.
    """
    o = organisations(of, as_of, names)
    graph = superiors(o)
    county = _County(o, graph)
    rows = [county.row(body) for body in (sorted(graph) if every else _lowest(graph))]
    return typed(sorted(rows, key=lambda r: _ORDER.index((str(r["state"]), str(r["reason"]) if r["state"] == "unknown" else ""))), CHAINS)


def superiors(o: Organisations) -> nx.DiGraph:
    """Every body, with an edge to each body that it is UNDER."""
    graph = nx.DiGraph()
    graph.add_nodes_from(o.bodies.index)
    graph.add_edges_from((a, b) for a, b in zip(o.under["child"], o.under["parent"], strict=True) if b in graph)
    return graph


def _lowest(graph: nx.DiGraph) -> list[str]:
    """Bodies of the source components of each label: leaves, and circles that nothing lower leads into."""
    parts = nx.condensation(nx.subgraph_view(graph, filter_edge=lambda a, b: a.partition(":")[0] == b.partition(":")[0]))
    return sorted(body for part, degree in parts.in_degree() if not degree for body in parts.nodes[part]["members"])


@dataclass(frozen=True)
class _Body:
    key: str
    id: str
    label: str
    name: str
    kind: str
    level: int
    unit: int
    line: int


class _County:
    """Bodies with their lines: per line its levels and the units it stands in; and the circles of superiors."""

    def __init__(self, o: Organisations, graph: nx.DiGraph) -> None:
        self.o, self.graph = o, graph
        kinds = nx.Graph()
        word = dict(zip(o.bodies.index, zip(o.bodies["label"], o.bodies["kind"], strict=True), strict=True))
        kinds.add_nodes_from(word.values())
        kinds.add_edges_from((word[a], word[b]) for a, b in graph.edges if word[a][0] == word[b][0])
        line = {kind: n for n, part in enumerate(nx.connected_components(kinds)) for kind in part}
        told = o.bodies.to_dict("index")
        names = ("id", "label", "name", "kind", "level", "unit")
        self.bodies = {key: _Body(key, **{n: body[n] for n in names}, line=line[word[key]]) for key, body in told.items()}
        self.levels: dict[int, list[int]] = {}
        for n, level in sorted({(b.line, b.level) for b in self.bodies.values() if b.level >= 0}):
            self.levels.setdefault(n, []).append(level)
        self.stated = {self.bodies[a].line for a, _ in graph.edges}
        self.joined: dict[int, int] = {}  # line → the highest level at which one of it has another of it below
        for a, b in ((self.bodies[a], self.bodies[b]) for a, b in graph.edges):
            if a.line == b.line and a != b and b.level >= 0:
                self.joined[b.line] = min(b.level, self.joined.get(b.line, b.level))
        self.standing = {(self.bodies[b].line, unit) for b, unit in zip(o.covers["body"], o.covers["unit"], strict=True) if b in self.bodies}
        circles = (sorted(p) for p in nx.strongly_connected_components(graph) if len(p) > 1 or any(graph.has_edge(b, b) for b in p))
        self.circle = {body: part for part in circles for body in part}

    def row(self, key: str) -> dict[str, object]:
        """The row of CHAINS of one body."""
        body, (way, circle) = self.bodies[key], self._way(key)
        end, levels = way[-1], self.levels.get(body.line, [])
        passed = {b.level for b in way}
        lacking = [at for at in levels[::-1] if at < body.level and at not in passed]
        units = self.o.units
        above = units.ancestors[body.unit] if body.unit >= 0 else np.full(len(LEVELS), -1)
        state, reason = self._state(way, ends=end.key not in self.circle)
        return {
            "body": body.id,
            **{c: getattr(body, c) for c in ("name", "label", "kind", "level")},
            "unit_path": units.path[body.unit] if body.unit >= 0 else "",
            "state": state,
            "reason": reason,
            "steps": len(way) - 1,
            "top": end.name,
            "top_level": end.level,
            "way": " → ".join(b.name for b in way),
            "missing": "、".join(LEVELS[at] for at in lacking),
            "unlinked": "、".join(LEVELS[at] for at in lacking if (body.line, int(above[at])) in self.standing),
            "circle": "、".join(self.bodies[b].name for b in circle),
        }

    def _state(self, way: list[_Body], *, ends: bool) -> tuple[str, str]:
        body, end = way[0], way[-1]
        if body.line not in self.stated:
            return "unknown", "not_stated"
        if not ends:
            return "gap", "circle"
        if end.level < 0:
            return "unknown", "not_placed"
        if end.level <= min(self.levels.get(body.line, [len(LEVELS)])):
            return "met", ""
        if end.level <= self.joined.get(body.line, -1):
            return "unknown", "not_stated"
        known = self.o.delivered.get(_LEDGER[body.label])
        if end.level > VILLAGE and end.unit >= 0 and (known is None or not known[end.unit]):
            return "unknown", "not_delivered"
        return "gap", "ends_below_top" if len(way) > 1 else "no_superior"

    def _way(self, start: str) -> tuple[list[_Body], list[str]]:
        """The way up, and the bodies of the nearest circle above, empty where there is none. It ends in that circle where all ways do."""
        before, steps = {start: ""}, {start: 0}
        queue = deque([start])
        while queue:
            at = queue.popleft()
            for up in sorted(self.graph.successors(at)):
                if up not in before:
                    before[up], steps[up] = at, steps[at] + 1
                    queue.append(up)
        round_ = min((b for b in before if b in self.circle), key=lambda b: (steps[b], b), default="")
        ends = [b for b in before if not self.graph.out_degree(b)] or [round_]
        end = min(ends, key=lambda b: (self.bodies[b].level if self.bodies[b].level >= 0 else len(LEVELS), steps[b], b))
        way = [end]
        while before[way[-1]]:
            way.append(before[way[-1]])
        return [self.bodies[b] for b in way[::-1]], self.circle.get(round_, [])

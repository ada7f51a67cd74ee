"""The same team under several names (一套人马几块牌子): bodies of one unit with nearly the same persons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import combinations

import networkx as nx
import pandas as pd

from graph.edition import Edition
from graph.schema import ORGANIZATIONS
from graph.structure.clusters import holders_of
from graph.structure.columns import LABELS, Column, count, text, typed
from graph.structure.organisations import Names, Organisations, organisations

TEAMS = (
    text("unit", "单元标识", "id of the unit that the bodies stand in"),
    text("unit_path", "单元", "its path"),
    count("bodies", "牌子数", "bodies with the same team"),
    count("people", "人数", "persons in any of them"),
    count("shared", "都在的人", "persons in all of them"),
    Column("alike", "share", "最低相同程度", "the lowest shared ÷ people of two of them (Jaccard)"),
    text("labels", "大类", "the sorts of bodies"),
    text("kinds", "类别", "the local words for their kinds"),
    text("names", "组织", "names of the bodies"),
    text("team", "人员", "names of the persons in all of them"),
)
_NEAR = 1e-9
"""0.7 of 10 is not quite 7 in binary."""


def teams(
    of: Edition | Organisations, as_of: dt.date | None = None, *, alike: float = 0.8, least: int = 1, members: bool = False,
    labels: Sequence[str] = ORGANIZATIONS, names: Names = "masked",
) -> pd.DataFrame:  # fmt: skip
    """One row per largest group of bodies of one unit every two of which are alike (columns TEAMS), most bodies first.

    The team of a body is who holds a post in it on the day, in service; with `members` also its members by home membership (本组织关系,
    not 兼职型). Two bodies are alike if shared ÷ all persons of both (Jaccard) is at least `alike`, and at least `least` are shared. With
    1.0 the groups are those of exactly equal teams; below it groups may overlap. A body that stands in several units is compared in each.
    A body of which nobody is stated has no team and is in no group. A person is one node of the register: somebody whom one ledger
    states with an id number and another without may be two, so that what is found is the least that there is.
    """
    o = organisations(of, as_of, names)
    held = holders_of(o, labels)
    if members:
        own = o.memberships[o.memberships["home"]]
        own = own[o.bodies["label"].reindex(own["body"]).isin(list(labels)).to_numpy()]
        held = pd.concat([held, own[["person", "body"]]]).drop_duplicates(ignore_index=True)
    team = {str(body): frozenset(people) for body, people in held.groupby("body")["person"]}
    rows = []
    for unit, here in o.covers[o.covers["body"].isin(team)].groupby("unit")["body"]:
        ratio = _alike({body: team[body] for body in sorted(set(here))}, alike, least)
        rows += [_row(o, int(unit), sorted(group), ratio, team) for group in nx.find_cliques(nx.Graph(list(ratio)))]
    rows.sort(key=lambda r: (-int(str(r["bodies"])), -int(str(r["shared"])), str(r["unit_path"]), str(r["names"])))
    return typed(rows, TEAMS)


def _alike(team: Mapping[str, frozenset[str]], alike: float, least: int) -> dict[tuple[str, str], float]:
    """Jaccard of every two bodies (in order) that are alike; sizes too different need not be compared."""
    found = {}
    for (a, one), (b, other) in combinations(team.items(), 2):
        if min(len(one), len(other)) < alike * max(len(one), len(other)) - _NEAR:
            continue
        shared = len(one & other)
        if shared >= max(least, 1) and shared >= alike * len(one | other) - _NEAR:
            found[a, b] = shared / len(one | other)
    return found


def _row(o: Organisations, unit: int, group: list[str], ratio: dict[tuple[str, str], float], team: Mapping[str, frozenset[str]]) -> dict[str, object]:
    told = o.bodies.loc[group]
    shared = frozenset.intersection(*(team[b] for b in group))
    return {
        "unit": str(o.units.id[unit]),
        "unit_path": o.units.path[unit],
        "bodies": len(group),
        "people": len(frozenset.union(*(team[b] for b in group))),
        "shared": len(shared),
        "alike": min(ratio[a, b] for i, a in enumerate(group) for b in group[i + 1 :]),
        "labels": "、".join(sorted({LABELS[label] for label in told["label"]})),
        "kinds": "、".join(sorted(set(told["kind"]))),
        "names": "、".join(told["name"]),
        "team": "、".join(o.name_of(pd.Series(sorted(shared), dtype="str"))),
    }

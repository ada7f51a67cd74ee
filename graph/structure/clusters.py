"""Concurrent posts (兼职): persons with many posts, pairs and clusters of bodies that share persons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import networkx as nx
import numpy as np
import pandas as pd

from graph.edition import Edition
from graph.schema import ORGANIZATIONS
from graph.structure.columns import LABELS, Column, count, text, typed
from graph.structure.organisations import Names, Organisations, organisations

PERSONS = (
    text("person", "人员标识", "the person's id"),
    text("name", "姓名", "masked unless plain was asked for"),
    count("posts", "职务数", "distinct (body or unit, post) that the person holds"),
    count("bodies", "任职的组织和单元", "distinct bodies, places and units among them"),
    count("units", "涉及单元", "distinct units that these stand in"),
    text("unit_path", "共同的单元", "the lowest unit that holds all of these; empty where a unit is not known"),
    text("labels", "大类", "the sorts of bodies, most frequent first"),
    text("where", "任职于", "names of the bodies and units"),
    count("households", "联系户数", "households that the person contacts"),
)
PAIRS = (
    text("body", "组织标识", "id of the one"),
    text("name", "组织", "its name"),
    text("other", "另一组织标识", "id of the other"),
    text("other_name", "另一组织", "its name"),
    text("unit_path", "共同的单元", "the lowest unit that holds both; empty where a unit is not known"),
    count("shared", "共同的人", "persons that hold a post in both"),
    count("people", "合计的人", "persons that hold a post in either"),
    Column("alike", "share", "相同程度", "shared ÷ people (Jaccard), 1 for the same persons"),
)
CLUSTERS = (
    count("cluster", "组别", "a number, 1 for the cluster of most bodies"),
    count("bodies", "组织数", "bodies in the cluster"),
    count("people", "人数", "distinct persons who hold posts in them"),
    count("shared", "兼职的人", "of these, persons with posts in two or more of them"),
    count("pairs", "有共同人的组织对", "pairs of bodies that share enough persons"),
    count("clique", "两两都有共同人的组织数", "bodies of the largest group in which every two share enough persons"),
    text("unit_path", "共同的单元", "the lowest unit that holds all its bodies; empty where a unit is not known"),
    text("names", "组织", "names of the bodies"),
    text("holders", "兼职人员", "names of the persons with posts in two or more of them, most posts first"),
)


def concurrent(of: Edition | Organisations, as_of: dt.date | None = None, *, least: int = 2, names: Names = "masked") -> pd.DataFrame:
    """One row per person in service with at least so many distinct posts on the day (columns PERSONS), most posts first.

    A post is a HOLDS_POST of a body, place or unit; the same one stated by two ledgers is one. Posts in grids do not count.
    """
    o = organisations(of, as_of, names)
    posts = o.posts.drop_duplicates(["person", "target", "post"])
    at, name = _where(o, posts["target"])
    posts = posts.assign(at=at, name=name, word=posts["label"].map(LABELS))
    many = posts[posts.groupby("person")["target"].transform("size") >= least].sort_values(["person", "target", "post"])
    reached = o.contacts.drop_duplicates(["household", "person"]).groupby("person").size()
    reached.index = o.persons.index[reached.index]
    rows = many.groupby("person").agg(
        posts=("target", "size"),
        bodies=("target", "nunique"),
        units=("at", lambda a: a[a >= 0].nunique()),
        unit_path=("at", lambda a: _common(o, a.tolist())),
        labels=("word", lambda w: "、".join(w.value_counts().sort_index().sort_values(ascending=False, kind="stable").index)),
        where=("name", lambda w: "、".join(dict.fromkeys(w))),
    )
    rows = rows.reset_index().assign(households=lambda f: reached.reindex(f["person"]).fillna(0).to_numpy(), name=lambda f: o.name_of(f["person"]))
    return typed(rows.sort_values(["posts", "bodies", "households", "person"], ascending=[False, False, False, True]), PERSONS)


def pairs(
    of: Edition | Organisations, as_of: dt.date | None = None, *, least: int = 1, labels: Sequence[str] = ORGANIZATIONS, names: Names = "masked"
) -> pd.DataFrame:
    """One row per two bodies with at least so many post-holders in common (columns PAIRS), the most shared first."""
    o = organisations(of, as_of, names)
    found = _pairs(o, holders_of(o, labels), least)
    both = [o.bodies.loc[found[side]].reset_index() for side in ("body", "other")]
    unit = [_common(o, list(two)) for two in zip(both[0]["unit"], both[1]["unit"], strict=True)]
    told = found.assign(name=both[0]["name"], other_name=both[1]["name"], unit_path=unit, body=both[0]["id"], other=both[1]["id"])
    return typed(told.sort_values(["shared", "alike", "body", "other"], ascending=[False, False, True, True]), PAIRS)


def clusters(
    of: Edition | Organisations, as_of: dt.date | None = None, *, least: int = 1, labels: Sequence[str] = ORGANIZATIONS, names: Names = "masked"
) -> pd.DataFrame:
    """One row per group of two or more bodies that hang together by shared post-holders (columns CLUSTERS).

    Two bodies are joined if at least `least` persons in service hold a post in both; a cluster is a connected component of that graph,
    and its clique the largest set of bodies of which every two are joined. Bodies of these `labels` count (阵地 only where asked for).
    Somebody whom one ledger states with an id number and another without may be two persons here: what is joined is the least that there is.
    """
    o = organisations(of, as_of, names)
    held = holders_of(o, labels)
    joined = _pairs(o, held, least)
    graph = nx.Graph(zip(joined["body"], joined["other"], strict=True))
    by_body = held.groupby("body")["person"].agg(list).to_dict()
    parts = sorted((sorted(p) for p in nx.connected_components(graph)), key=lambda p: (-len(p), p))
    return typed([{"cluster": n, **_cluster(o, graph.subgraph(part), by_body)} for n, part in enumerate(parts, 1)], CLUSTERS)


def holders_of(o: Organisations, labels: Sequence[str]) -> pd.DataFrame:
    """person, body (key): who holds a post in which body of these labels, each once."""
    posts = o.posts[o.posts["label"].isin(list(labels)) & (o.posts["label"] != "Unit")]
    return posts.rename(columns={"target": "body"})[["person", "body"]].drop_duplicates(ignore_index=True)


def shared_persons(held: pd.DataFrame) -> pd.DataFrame:
    """body, other (keys, body < other), shared, people, alike of every two bodies with a person in common."""
    several = held[held["person"].duplicated(keep=False)]
    two = several.merge(several, on="person", suffixes=("", "_other")).rename(columns={"body_other": "other"}).query("body < other")
    found = two.groupby(["body", "other"]).size().reset_index(name="shared")
    size = held.groupby("body").size()
    people = size.reindex(found["body"]).to_numpy() + size.reindex(found["other"]).to_numpy() - found["shared"]
    return found.assign(people=people, alike=found["shared"] / people)


def _pairs(o: Organisations, held: pd.DataFrame, least: int) -> pd.DataFrame:
    found = shared_persons(held)
    return found[found["shared"] >= max(least, 1)].reset_index(drop=True)


def _cluster(o: Organisations, graph: nx.Graph, by_body: dict[str, list[str]]) -> dict[str, object]:
    bodies = sorted(graph)
    posts = pd.Series([p for b in bodies for p in by_body[b]]).value_counts()
    several = posts[posts > 1].sort_index().sort_values(ascending=False, kind="stable")
    return {
        "bodies": len(bodies),
        "people": len(posts),
        "shared": len(several),
        "pairs": graph.number_of_edges(),
        "clique": max(map(len, nx.find_cliques(graph))),
        "unit_path": _common(o, o.bodies.loc[bodies, "unit"].tolist()),
        "names": "、".join(o.bodies.loc[bodies, "name"]),
        "holders": "、".join(o.name_of(pd.Series(several.index))),
    }


def _common(o: Organisations, units: Sequence[int]) -> str:
    """The path of the lowest unit that holds all of these, empty where one is not known or they have none in common."""
    if min(units) < 0:
        return ""
    lines = o.units.ancestors[list(units)]
    same = (lines == lines[0]).all(axis=0) & (lines[0] >= 0)
    return str(o.units.path[lines[0][np.flatnonzero(same)[-1]]]) if same.any() else ""


def _where(o: Organisations, targets: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Unit (index, -1 none) and name of bodies and units by key."""
    index = pd.Series(o.unit_keys.index, o.unit_keys)
    unit = o.bodies["unit"].reindex(targets).fillna(index.reindex(targets)).fillna(-1).to_numpy(np.int64)
    name = o.bodies["name"].reindex(targets).fillna(pd.Series(o.units.path, o.unit_keys).reindex(targets)).fillna("")
    return unit, np.asarray(name, object)

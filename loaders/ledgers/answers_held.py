"""What the ledgers state already of the subject of an answer, by the means that the answer counts by."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from graph.checks.activity import UNANSWERED
from graph.scheme import Check
from graph.scheme.words import LABELS
from loaders.answers.ways import Way
from loaders.ledgers.answers_ground import BODIES, Ground

_STANDARD = ("党组织", "自治组织", "群团组织", "阵地")


def held(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    """subject, thing, name, source: one row per thing that a subject of the check has."""
    found = _HELD[way.by](ground, check, way)
    frame = found.assign(name=found["thing"].map(ground.names).fillna(""))[["subject", "thing", "name", "source"]]
    return frame.drop_duplicates(["subject", "thing"])


def body_labels(way: Way) -> list[str]:
    """The labels of the graph that a body that answers may have."""
    return [LABELS[w] for w in way.labels or _STANDARD]


def _none() -> pd.DataFrame:
    return pd.DataFrame({"subject": [], "thing": [], "source": []}, dtype=object)


def _ends(frame: pd.DataFrame, subject: str) -> pd.DataFrame:
    other = "from" if subject == "to" else "to"
    return frame.rename(columns={subject: "subject", other: "thing"})[["subject", "thing", "source"]]


def _mechanisms(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    every = ground.edges("CONTACTS")
    mine = every[every["mechanism"].isin(set(way.words))]
    return _ends(mine, "from" if check.population == "人" else "to")


def _posts(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    every = ground.edges("HOLDS_POST")
    return _ends(every[every["post"].isin(way.words)], "to")


def _bodies(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    every = ground.edges("COVERS")
    labels = body_labels(way)
    kinds = {i for label in labels if label in ground.nodes for i in ground.nodes[label].index[ground.nodes[label]["kind"].isin(way.words) | (not way.words)]}
    every = every[every["source_label"].isin(labels) & every["from"].isin(kinds)]
    return _ends(every[every["target_label"] == ("Grid" if check.population == "网格" else "Unit")], "to")


def _pairs(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    every = ground.edges("PAIRED_WITH")
    return _ends(every[every["kind"].isin(way.words)], "to" if check.population == "单元" else "from")


def _events(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    nodes = ground.nodes.get("Event")
    if nodes is None:
        return _none()
    dates = pd.to_datetime(nodes["date"].astype(str), errors="coerce").to_numpy().astype("datetime64[D]")
    here = nodes["kind"].isin(way.words).to_numpy(bool)
    days = check.options.get("days")
    here = here & ((dates > ground.day - np.timedelta64(int(str(days)), "D")) if days else True)
    every = ground.edges("BY" if check.population == "联系人" else "ABOUT")
    return _ends(every[every["from"].isin(nodes.index[here])], "to")


def _cooperatives(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    every = ground.edges("MEMBER_OF")
    every = every[(every["source_label"] == "Household") & (every["target_label"] == "Cooperative")]
    nodes = ground.nodes.get("Cooperative")
    return _ends(every[every["to"].isin(nodes.index[nodes["kind"].isin(way.words)])], "from") if nodes is not None else _none()


def of_words(ground: Ground, words: tuple[str, ...]) -> set[str]:
    """Ids of the bodies whose kind, or whose label, is one of some words."""
    labels = {LABELS[w] for w in words if w in LABELS}
    found: set[str] = set()
    for label in BODIES:
        nodes = ground.nodes.get(label)
        if nodes is not None:
            found |= set(nodes.index if label in labels or not words else nodes.index[nodes["kind"].isin(words)])
    return found


def _members(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    if check.kind == "chain":
        return _none()  # a membership that does not lead up closes nothing
    every = ground.edges("MEMBER_OF")
    every = every[every["to"].isin(of_words(ground, way.words))]
    if check.population == "户":
        homes = ground.edges("LIVES_IN").set_index("from")["to"]
        every = every.assign(**{"from": every["from"].map(homes[~homes.index.duplicated()])}).dropna(subset=["from"])
    return _ends(every, "from")


def _under(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    if check.kind == "chain":
        return _none()
    if check.population == "网格":
        every = ground.edges("PART_OF")
        every = every[(every["source_label"] == "Grid") & (every["target_label"] == "Grid")]
        nodes = ground.nodes["Grid"]
        return _ends(every[every["to"].isin(nodes.index[nodes["kind"].isin(way.words)])], "from")
    every = ground.edges("UNDER")
    return _ends(every[every["to"].isin(of_words(ground, way.words))], "from")


def _has_members(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    return _ends(ground.edges("MEMBER_OF"), "to")


def _grids(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    every = ground.edges("IN_GRID" if check.population == "户" else "PART_OF")
    grid = "to" if check.population == "户" else "from"
    every = every if check.population == "户" else every[(every["source_label"] == "Grid") & (every["target_label"] == "Unit")]
    nodes = ground.nodes.get("Grid")
    if nodes is None:
        return _none()
    fits = nodes.index if "网格" in way.words else nodes.index[nodes["kind"].isin(way.words)]
    return _ends(every[every[grid].isin(fits)], "from" if check.population == "户" else "to")


def _roles(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    every = ground.edges("MEMBER_OF")
    return _ends(every[every["role"].isin(way.words)], "to")


def _outcome(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    nodes = ground.nodes.get("Event")
    if nodes is None:
        return _none()
    done = nodes[[UNANSWERED.fullmatch(o.strip()) is None for o in nodes["outcome"]]]
    return pd.DataFrame({"subject": done.index, "thing": done["outcome"].to_numpy(object), "source": done["source"].to_numpy(object)})


def _stated(ground: Ground, check: Check, way: Way) -> pd.DataFrame:
    every = ground.edges("HOLDS_POST")
    every = every[every["post"].isin(check.words("posts"))]
    if way.words == ("political",):
        said = every["political"]
    else:
        column = "education" if way.words == ("education",) else "birth_year"
        said = every["from"].map(ground.nodes["Person"][column]).astype(str).replace("0", "") if "Person" in ground.nodes else every["political"]
    every = every[said.fillna("") != ""]
    return pd.DataFrame({"subject": every["from"] + "/" + every["to"], "thing": said[every.index], "source": every["source"]})


_HELD: Mapping[str, Callable[[Ground, Check, Way], pd.DataFrame]] = {
    "mechanisms": _mechanisms,
    "posts": _posts,
    "kinds": _bodies,
    "labels": _bodies,
    "pairs": _pairs,
    "events": _events,
    "cooperatives": _cooperatives,
    "members": _members,
    "under": _under,
    "has_members": _has_members,
    "grids": _grids,
    "roles": _roles,
    "outcome": _outcome,
    "stated": _stated,
}

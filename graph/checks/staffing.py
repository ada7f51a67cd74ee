"""staffing: has each grid, unit or body its posts filled, or at least n people?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, UNKNOWN, Finding
from graph.checks.means import Means
from graph.checks.populations import Population, by_village_kind, population
from graph.checks.subjects import Asked, slotted
from graph.checks.units import VILLAGE
from graph.scheme import Check


def staffing(facts: Facts, means: Means, check: Check) -> Finding:
    """Subjects × posts (roles), or subjects with at least n distinct persons. A village without grids has none."""
    subjects = population(facts, check)
    ways = _persons if "least" in check.options else _roles if "roles" in check.options else _posts
    asked = list(ways(facts, means, check, subjects))
    known = facts.ground.delivered(check.ledger, check.scope)[subjects.unit]
    told = [Asked(a.slot, a.at, np.where((a.state == GAP) & ~known[a.at], UNKNOWN, a.state), a.reason) for a in asked]
    return slotted(facts, subjects, told, VILLAGE)


def _posts(facts: Facts, means: Means, check: Check, subjects: Population) -> Iterator[Asked]:
    """Each post of each subject; with ``any`` one subject whose posts are alternatives."""
    said = check.options["posts"]
    if check.options.get("any"):
        held = means.of(subjects, {"posts": said})["subject"]
        yield _asked(" / ".join(check.words("posts")), np.arange(len(subjects)), held.to_numpy(np.int64))
        return
    wanted: dict[str, np.ndarray] = {}
    for kind, posts in said.items() if isinstance(said, Mapping) else [("", said)]:
        here = facts.units.of_kinds([kind])[subjects.unit] if kind else np.ones(len(subjects), bool)
        for post in posts if isinstance(posts, list) else ():
            wanted[str(post)] = wanted.get(str(post), np.zeros(len(subjects), bool)) | here
    for post, here in wanted.items():
        held = means.of(subjects, {"posts": [post]})["subject"]
        yield _asked(post, np.flatnonzero(here), held.to_numpy(np.int64))


def _asked(post: str, at: np.ndarray, held: np.ndarray) -> Asked:
    state = np.where(np.isin(at, held), MET, GAP)
    return Asked(post, at, state, np.full(len(at), "vacant", object))


def _roles(facts: Facts, _: Means, check: Check, subjects: Population) -> Iterator[Asked]:
    """Each role among the members of each body (十位一体)."""
    persons = facts.memberships[["body", "role"]]
    rows = pd.concat([facts.body_members[["body", "role"]], persons], ignore_index=True)
    for role in check.words("roles"):
        held = pd.Index(subjects.frame["id"]).get_indexer(rows.loc[rows["role"] == role, "body"])
        yield _asked(role, np.arange(len(subjects)), held)


def _persons(facts: Facts, means: Means, check: Check, subjects: Population) -> Iterator[Asked]:
    """Distinct persons: in posts of the unit (of the ledgers named), members and post holders of the body, contacts of the unit."""
    least = by_village_kind(facts, check.options["least"], subjects.unit)
    at = np.flatnonzero(least > 0)
    number = np.bincount(_people(facts, means, check, subjects), minlength=len(subjects))[at]
    name = "" if isinstance(check.options["least"], Mapping) else f"≥{check.options['least']}人"
    yield Asked(name, at, np.where(number >= least[at], MET, GAP), np.full(len(at), "below_norm", object))


def _people(facts: Facts, means: Means, check: Check, subjects: Population) -> np.ndarray:
    """The position of its subject for each distinct pair of subject and person."""
    parts = [pd.DataFrame({"subject": np.zeros(0, np.int64), "thing": np.zeros(0, object)})]
    table, end = {"组织": (facts.body_posts, "body"), "网格": (facts.grid_posts, "grid")}.get(subjects.what, (facts.unit_posts, "unit"))
    ids = pd.Index(subjects.unit if subjects.what == "单元" else subjects.frame["id"])

    def add(rows: pd.DataFrame, column: str) -> None:
        parts.append(pd.DataFrame({"subject": ids.get_indexer(rows[column]), "thing": rows["person"].to_numpy(object)}))

    if {"posts", "ledgers"} & set(check.options):
        rows = table[table["post"].isin(check.words("posts"))] if "posts" in check.options else table
        add(rows[rows["ledger"].isin(check.words("ledgers"))] if "ledgers" in check.options else rows, end)
    if subjects.what == "组织":
        add(facts.memberships, "body")
    if "mechanisms" in check.options:
        parts.append(means.of(subjects, {"mechanisms": check.options["mechanisms"]}))
    every = pd.concat(parts, ignore_index=True)
    found: np.ndarray = every[every["subject"] >= 0].drop_duplicates()["subject"].to_numpy(np.int64)
    return found

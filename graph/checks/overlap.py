"""overlap: formal against effective coverage: one person in several posts, in incompatible ones, in several teams."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.checks.contacting import contacting
from graph.checks.contacts import Contacts
from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, Finding, finding
from graph.checks.homes import Homes
from graph.checks.units import VILLAGE
from graph.scheme import Check
from graph.scheme.words import LABELS

_ROW = ["who", "thing", "word", "ledger", "unit"]
_POST = ["who", "thing", "word"]
"""What makes one post; the same one in two ledgers is stated twice."""


def overlap(facts: Facts, homes: Homes, edges: Contacts, check: Check) -> Finding:
    """Each filled post (membership, mandate) of a person: met where it is the only one; with ``apart`` where none stands against it."""
    rows = _rows(facts, homes, edges, check)
    column, groups = ("ledger", "apart_ledgers") if "apart_ledgers" in check.options else ("word", "apart")
    said = check.options.get(groups)
    if isinstance(said, list):
        number = {str(w): n for n, words in enumerate(said) for w in words}
        rows = rows.assign(group=rows[column].map(number)).dropna(subset="group")
        mixed = rows.groupby("who")["group"].nunique() > 1
        rows, reason = rows.drop_duplicates(_POST, ignore_index=True), "incompatible"
    else:
        rows, reason = rows.drop_duplicates(_POST, ignore_index=True), "several_posts"
        mixed = rows.groupby("who").size() > 1
    several = rows["who"].map(mixed).astype(bool)
    state = np.where(several, GAP, MET).astype(np.int64)
    open_ = rows[several.to_numpy(bool)]
    ids = pa.array(open_["who"].to_numpy(object), pa.string())
    kind, name = _told(facts, check, ids)
    return finding(
        len(facts.units), VILLAGE, state, rows["unit"].to_numpy(np.int64), reason=reason, subject_kind=kind,
        subject_id=(open_["who"] + "/" + open_["thing"] + "/" + open_["word"]).to_numpy(object), name=name,
        private=check.population != "组织", about=open_["word"].to_numpy(object), slot=open_["word"].to_numpy(object),
    )  # fmt: skip


def _told(facts: Facts, check: Check, ids: pa.Array) -> tuple[object, pa.Array]:
    """Label and name of those who have the posts: persons, households, organisations of any label."""
    if check.population == "组织":
        known = facts.bodies.drop_duplicates("id").set_index("id").reindex(ids.to_pandas())
        return known["label"].map(LABELS).fillna("").to_numpy(object), pa.array(known["name"].fillna("").to_numpy(object), pa.string())
    label = "Household" if check.population == "户" else "Person"
    return label, facts.ground.told(label, ids, "head" if label == "Household" else "name")[0]


def _rows(facts: Facts, homes: Homes, edges: Contacts, check: Check) -> pd.DataFrame:
    """who, thing, word (post, kind of the body, mechanism, kind of the grid), ledger, unit."""
    if check.population == "户":
        rows = homes.things(check.options)
        at = rows["household"].to_numpy(np.int64)
        counted = facts.ground.households.counted[at]
        ids = facts.ground.households.id.to_numpy(zero_copy_only=False)[at]
        frame = rows.assign(who=ids, ledger="", unit=facts.ground.households.unit[at])
        return frame.loc[counted, _ROW]
    places = facts.bodies.sort_values("unit", kind="stable").drop_duplicates("id").set_index("id")
    if check.population == "组织":
        return _of_bodies(facts.body_members.rename(columns={"member": "who"}), facts, places, check.words("members"))
    parts = []
    if {"ledgers", "posts", "kinds"} & set(check.options):
        parts += _posts(facts, places, check)
    if "members" in check.options:
        parts.append(_of_bodies(facts.memberships.rename(columns={"person": "who"}), facts, places, check.words("members")))
    if "mechanisms" in check.options:
        rows = contacting(facts, edges, check.words("mechanisms"), apart=True)
        parts.append(rows.rename(columns={"person": "who"}).assign(thing=rows["word"], ledger="")[_ROW])
    every = pd.concat(parts, ignore_index=True)
    return every.assign(unit=_villages(facts, every["unit"].to_numpy(np.int64)))


def _posts(facts: Facts, places: pd.DataFrame, check: Check) -> list[pd.DataFrame]:
    """Posts of units, grids and bodies: of the ledgers, the posts and the kinds of bodies that the check names."""
    ledgers, posts, kinds = (check.words(o) for o in ("ledgers", "posts", "kinds"))

    def asked(rows: pd.DataFrame) -> pd.DataFrame:
        rows = rows[rows["ledger"].isin(ledgers)] if ledgers else rows
        return rows[rows["post"].isin(posts)] if posts else rows

    found = []
    bodies = asked(facts.body_posts)
    kind = places["kind"].reindex(bodies["body"]).to_numpy(object)
    bodies = bodies.rename(columns={"person": "who", "body": "thing"}).assign(word=kind)
    bodies["unit"] = places["unit"].reindex(bodies["thing"]).fillna(-1).to_numpy(np.int64)
    bodies = bodies[bodies["word"].isin(kinds)] if kinds else bodies.dropna(subset="word")
    found.append(bodies[_ROW])
    if not kinds:
        units = asked(facts.unit_posts).rename(columns={"person": "who", "post": "word"})
        thing = facts.units.id.to_numpy(zero_copy_only=False)[units["unit"]] if len(units) else np.zeros(0, object)
        found.append(units.assign(thing=thing)[_ROW])
    if posts:
        grids = asked(facts.grid_posts).rename(columns={"person": "who", "post": "word", "grid": "thing"})
        grids["unit"] = facts.grids.set_index("id")["unit"].reindex(grids["thing"]).fillna(-1).to_numpy(np.int64)
        found.append(grids[_ROW])
    return found


def _of_bodies(rows: pd.DataFrame, facts: Facts, places: pd.DataFrame, words: list[str]) -> pd.DataFrame:
    named = set(facts.named(words)["id"])
    rows = rows[rows["body"].isin(named)].drop_duplicates(["who", "body"])
    there = places.reindex(rows["body"])
    unit = there["unit"].fillna(-1).to_numpy(np.int64)
    frame = rows.assign(thing=rows["body"], word=there["kind"].to_numpy(object), ledger="", unit=_villages(facts, unit))
    return frame[_ROW]


def _villages(facts: Facts, unit: np.ndarray) -> np.ndarray:
    """The village of each unit, a unit above the villages itself, the top where none is known."""
    village = np.where(unit >= 0, facts.units.village[unit], -1)
    placed: np.ndarray = np.where(village >= 0, village, np.where(unit >= 0, unit, facts.units.top))
    return placed

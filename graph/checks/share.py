"""share: which part of a population has a property or an edge (党员 among grid workers, villages with a code, branches rated)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, UNKNOWN, Finding, finding, take
from graph.checks.means import Means, own_means
from graph.checks.populations import Population, population
from graph.checks.subjects import Asked, slotted, unknown_where_silent
from graph.checks.units import VILLAGE
from graph.scheme import Check
from graph.scheme.words import GRID_POSTS


def share(facts: Facts, means: Means, check: Check) -> Finding:
    """Each subject has it (met), has it not (gap `no`), or nobody says (unknown)."""
    if check.population == "岗位":
        return _holders(facts, check)
    subjects = population(facts, check)
    if "kind_stated" in check.options:
        subjects, state = _ambiguous(subjects, facts, check)
        return slotted(facts, subjects, [Asked("", np.arange(len(subjects)), state, np.full(len(subjects), "no", object))], VILLAGE)
    state = np.full(len(subjects), GAP)
    state[means.of(subjects, own_means(check))["subject"].to_numpy(np.int64)] = MET
    state = unknown_where_silent(facts, check, subjects, state)
    return slotted(facts, subjects, [Asked("", np.arange(len(subjects)), state, np.full(len(subjects), "no", object))], VILLAGE)


def _ambiguous(subjects: Population, facts: Facts, check: Check) -> tuple[Population, np.ndarray]:
    """Bodies whose name holds an ambiguous word (小组, 支部 …): does their kind say more than that word?"""
    kinds = facts.bodies.drop_duplicates("id").set_index("id")["kind"].reindex(subjects.frame["id"]).to_numpy(object)
    words = check.words("ambiguous")
    here = subjects.frame["name"].map(lambda n: any(w in n for w in words)).to_numpy(bool)
    chosen = Population(subjects.what, subjects.frame[here].reset_index(drop=True))
    stated = np.array([k not in words and k != "" for k in kinds[here]], bool)
    return chosen, np.where(stated, MET, GAP)


def _holders(facts: Facts, check: Check) -> Finding:
    """Filled posts whose holder has the political status, education or age, as any row of that post says; not stated is unknown."""
    rows = _posts_of(facts, check.words("posts"))
    has, said = _has(facts, check, rows)
    whole = rows[["thing", "post", "person", "unit"]].assign(has=has, said=said)
    whole = whole.groupby(["thing", "post", "person", "unit"], sort=True)[["has", "said"]].any().reset_index()
    unit = whole["unit"].to_numpy(np.int64)
    state = np.where(whole["has"], MET, np.where(whole["said"], GAP, UNKNOWN)).astype(np.int64)
    open_ = whole[state != MET]
    persons = pa.array(open_["person"].to_numpy(object), pa.string())
    return finding(
        len(facts.units),
        VILLAGE,
        state,
        unit,
        reason=take(("", "no", "not_stated"), state[state != MET]),
        subject_kind="Person",
        subject_id=(open_["person"] + "/" + open_["thing"]).to_numpy(object),
        name=facts.ground.told("Person", persons, "name")[0],
        private=True,
        about=open_["post"].to_numpy(object),
        slot=open_["post"].to_numpy(object),
    )


def _posts_of(facts: Facts, posts: list[str]) -> pd.DataFrame:
    """Holders of posts: of grids for a grid's posts, of units for all others; `thing`: the id of the grid or unit, `unit`: where it is."""
    grid = facts.grid_posts[facts.grid_posts["post"].isin(set(posts) & set(GRID_POSTS))].rename(columns={"grid": "thing"})
    grid = grid.assign(unit=facts.grids.set_index("id")["unit"].reindex(grid["thing"]).fillna(-1).to_numpy(np.int64))
    unit = facts.unit_posts[facts.unit_posts["post"].isin(set(posts) - set(GRID_POSTS))]
    unit = unit.assign(thing=facts.units.id.to_numpy(zero_copy_only=False)[unit["unit"]] if len(unit) else "")
    every = pd.concat([grid, unit], ignore_index=True)
    return every[every["unit"] >= 0].reset_index(drop=True)


def _has(facts: Facts, check: Check, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Whether each row has it, and whether it says anything of it."""
    if "political" in check.options:
        return rows["political"].isin(check.words("political")), rows["political"] != ""
    if "education" in check.options:
        return rows["education"].isin(check.words("education")), rows["education"] != ""
    ages = check.options["ages"]
    assert isinstance(ages, list)
    age = facts.ground.as_of.year - rows["birth_year"]
    return (rows["birth_year"] > 0) & age.between(int(ages[0]), int(ages[1])), rows["birth_year"] > 0

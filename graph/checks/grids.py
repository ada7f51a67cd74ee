"""staffing and share: grids by their workers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from graph.checks.contacts import texts
from graph.checks.finding import GAP, MET, UNKNOWN, Finding, finding, take
from graph.checks.ground import Ground
from graph.checks.units import VILLAGE
from graph.scheme import Check


def staffing(ground: Ground, check: Check) -> Finding:
    """Grids × posts: met if a person in service holds the post, else a gap `vacant`. A village without grids has none."""
    grids, posts = ground.rows("grids"), texts(check, "posts")
    held = ground.rows("grid_posts", posts=posts)
    filled = set(zip(held["grid"].to_pylist(), held["post"].to_pylist(), strict=True))
    slots = [(g, p) for p in posts for g in grids.select(["id", "code", "name"]).to_pylist()]
    state = np.array([MET if (g["id"], p) in filled else GAP for g, p in slots], np.int64)
    empty = [s for s, met in zip(slots, state == MET, strict=True) if not met]
    return finding(
        len(ground.units), VILLAGE, state, np.tile(ground.units.index(grids["unit"]), len(posts)), reason="vacant", subject_kind="Grid",
        subject_id=[f"{g['id']}/{p}" for g, p in empty], subject_code=[g["code"] for g, _ in empty], name=[g["name"] for g, _ in empty],
        about=[p for _, p in empty], slot=[p for _, p in empty],
    )  # fmt: skip


def share(ground: Ground, check: Check) -> Finding:
    """Filled posts whose holder has a political status of the list, as any row of that post says; not stated is unknown."""
    grids = ground.rows("grids")
    where = dict(zip(grids["id"].to_pylist(), ground.units.index(grids["unit"]).tolist(), strict=True))
    said: dict[tuple[str, str, str], set[str]] = {}
    for row in ground.rows("grid_posts", posts=texts(check, "posts")).to_pylist():
        said.setdefault((row["grid"], row["post"], row["person"]), set()).add(row["political"])
    wanted, posts = set(texts(check, "political")), sorted(said)
    state = np.array([MET if said[p] & wanted else GAP if said[p] - {""} else UNKNOWN for p in posts], np.int64)
    open_ = [p for p, s in zip(posts, state.tolist(), strict=True) if s != MET]
    persons = pa.array([person for _, _, person in open_], pa.string())
    return finding(
        len(ground.units),
        VILLAGE,
        state,
        np.array([where[grid] for grid, _, _ in posts], np.int64),
        reason=take(("", "no", "not_stated"), state[state != MET]),
        subject_kind="Person",
        subject_id=[f"{person}/{grid}" for grid, _, person in open_],
        name=ground.told("Person", persons, "name")[0],
        private=True,
        about=[post for _, post, _ in open_],
        slot=[post for _, post, _ in open_],
    )

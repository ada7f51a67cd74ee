"""Corrections: of several things that the ledgers state, an answer says which is right; the others end on its day. The ledger's rows stay."""

from __future__ import annotations

import numpy as np
import pandas as pd

from graph.scheme import Check
from loaders.answers.ways import Way
from loaders.ledgers.answers_desk import Desk

_EDGES = {"mechanisms": "CONTACTS", "posts": "HOLDS_POST", "pairs": "PAIRED_WITH", "members": "MEMBER_OF"}


def end_others(desk: Desk, check: Check, way: Way, wrong: pd.DataFrame) -> None:
    """End the edges between `subject` and `thing` of each line of `wrong` on its `day`, where they are open then."""
    name = _EDGES[way.by]
    subject_first = check.population in ("人", "组织") and way.by in ("mechanisms", "members", "pairs")
    days = {(s, t): d for s, t, d in zip(wrong["subject"], wrong["thing"], wrong["day"], strict=True)}
    subjects = set(wrong["subject"])
    asked = {"mechanisms": "mechanism", "posts": "post", "pairs": "kind"}.get(way.by, "")
    for batch in desk.world.edges:
        if batch.name != name:
            continue
        if "id" in batch.ends:
            continue  # those of answers
        ends = [desk.ground.ids.of(e, v, desk.world) for e, v in zip(batch.ends, (batch.source_end, batch.target_end), strict=True)]
        subject, thing = ends if subject_first else ends[::-1]
        mine = np.isin(subject.astype(str), list(subjects))
        if asked:
            mine &= np.isin(batch.own[asked].astype(str), way.words)
        until = batch.until.copy()
        for n in np.flatnonzero(mine):
            day = days.get((subject[n], thing[n]))
            if day is not None and (np.isnat(until[n]) or until[n] > day):
                until[n] = day
        batch.until = until

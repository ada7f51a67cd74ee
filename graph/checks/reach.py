"""reach and assignment: the state of every household for every mechanism (design 5.5 and its details)."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pyarrow as pa

from graph.checks.contacts import COUNTS, Contacts, texts
from graph.checks.finding import GAP, MET, UNKNOWN, Finding, finding, take
from graph.checks.ground import Ground
from graph.checks.units import BAY, lookup
from graph.scheme import Check, Scheme

REASONS = ("none", "not_started", "ended", "contact_left", "not_delivered", "household_ambiguous", "", "several")
"""By strength. States in their order are met, unknown (ambiguous before not delivered), gap by the strongest reason: the
state of several mechanisms or checks together is the greatest of theirs."""
NOT_DELIVERED, AMBIGUOUS, SEVERAL = REASONS.index("not_delivered"), REASONS.index("household_ambiguous"), REASONS.index("several")
_STATE = np.array([GAP, GAP, GAP, GAP, UNKNOWN, UNKNOWN, MET, GAP])


class Reach:
    """The strength of every mechanism and kind of cooperative that a scheme asks for, int8 over the denominator."""

    def __init__(self, ground: Ground, scheme: Scheme, edges: Contacts) -> None:
        self.ground = ground
        self.scheme = scheme
        self.edges = edges

    @cached_property
    def _contacts(self) -> np.ndarray:
        edges, asked = self.edges, self.edges.mechanisms.to_pylist()
        out = self._table(len(asked), edges.mechanism, edges.household, edges.strength)
        if asked:
            rows = self.ground.rows("reach_candidates", mechanisms=asked)
            self._candidates(out, lookup(rows["mechanism"], edges.mechanisms), rows)
        return out

    @cached_property
    def _cooperatives(self) -> tuple[pa.Array, np.ndarray]:
        asked = sorted({k for c in self.scheme.checks for k in texts(c, "cooperatives")})
        kinds = pa.array(asked, pa.string())
        if not asked:
            return kinds, np.zeros((0, len(self.ground.households.unit)), np.int8)
        rows = self.ground.rows("reach_members", kinds=asked)
        out = self._table(len(asked), lookup(rows["kind"], kinds), self.ground.households.index(rows["household"]), np.asarray(rows["strength"]))
        rows = self.ground.rows("member_candidates", kinds=asked)
        self._candidates(out, lookup(rows["kind"], kinds), rows)
        return kinds, out

    def _table(self, height: int, row: np.ndarray, household: np.ndarray, strength: np.ndarray) -> np.ndarray:
        """(mechanisms, households): the greatest strength of each."""
        out = np.zeros((height, len(self.ground.households.unit)), np.int8)
        for one in (1, 2, 3, COUNTS):
            here = (strength == one) & (household >= 0)
            out[row[here], household[here]] = one
        return out

    def _candidates(self, out: np.ndarray, row: np.ndarray, rows: pa.Table) -> None:
        """Rule 4: a household that an ambiguous row may mean is unknown, unless it is met otherwise."""
        household = self.ground.households.index(rows["household"])
        row, household = row[household >= 0], household[household >= 0]
        out[row, household] = np.maximum(out[row, household], AMBIGUOUS)

    def codes(self, check: Check) -> np.ndarray:
        """Per household of the denominator the number of its reason in REASONS, for one check."""
        several = texts(check, "any_of")
        if several:
            together: np.ndarray = np.maximum.reduce([self.codes(self.scheme.check(c)) for c in several])
            return together
        parts = [self._contacts[self.edges.asked(check)]]
        if texts(check, "cooperatives"):
            kinds, table = self._cooperatives
            parts = [table[lookup(pa.array(texts(check, "cooperatives"), pa.string()), kinds)]]
        households = self.ground.households
        code: np.ndarray = np.concatenate(parts)[:, households.denominator].max(axis=0)
        delivered = self.ground.delivered(check.ledger)[households.unit[households.denominator]]
        code[(code == 0) & ~delivered] = NOT_DELIVERED
        return code

    def reach(self, check: Check) -> Finding:
        """Each household is met, a gap with its reason, or unknown with its reason."""
        return self._finding(self.codes(check))

    def assignment(self, check: Check) -> Finding:
        """Exactly one person: two or more are a gap `several`; none is as in reach."""
        code = self.codes(check)
        counting = self.edges.counting(check)
        _, first = np.unique(self.edges.pair[counting], return_index=True)
        persons = np.bincount(self.edges.household[counting[first]], minlength=len(self.ground.households.unit))
        code[persons[self.ground.households.denominator] > 1] = SEVERAL
        return self._finding(code)

    def _finding(self, code: np.ndarray) -> Finding:
        households = self.ground.households
        state = _STATE[code]
        open_ = np.flatnonzero(state != MET)
        at = pa.array(households.denominator[open_])
        code_, head = self._told
        return finding(
            len(self.ground.units), BAY, state, households.unit[households.denominator], reason=take(REASONS, code[open_]), subject_kind="Household",
            subject_id=households.id.take(at), subject_code=code_.take(at), name=head.take(at), private=True,
        )  # fmt: skip

    @cached_property
    def _told(self) -> list[pa.Array]:
        return self.ground.told("Household", self.ground.households.id, "code", "head")

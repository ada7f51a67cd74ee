"""reach and assignment of households: the state of each for every mechanism (design 5.5 and its details) and by other means."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.checks.contacts import COUNTS, Contacts
from graph.checks.finding import GAP, MET, UNKNOWN, Finding, finding, take
from graph.checks.ground import Ground
from graph.checks.homes import Homes
from graph.checks.units import BAY, lookup
from graph.scheme import Check, Scheme

REASONS = ("none", "not_started", "ended", "contact_left", "not_delivered", "household_ambiguous", "", "several", "broken", "stale", "no", "incompatible")
"""By strength. States in their order are met, unknown (ambiguous before not delivered), gap by the strongest reason: the
state of several mechanisms or checks together is the greatest of theirs."""
NOT_DELIVERED, AMBIGUOUS, FOUND = (REASONS.index(r) for r in ("not_delivered", "household_ambiguous", ""))
_STATE = np.array([GAP, GAP, GAP, GAP, UNKNOWN, UNKNOWN, MET, GAP, GAP, GAP, GAP, GAP])


class Reach:
    """The strength of every mechanism and kind of cooperative that a scheme asks for, int8 over the denominator."""

    def __init__(self, ground: Ground, scheme: Scheme, edges: Contacts, homes: Homes) -> None:
        self.ground = ground
        self.scheme = scheme
        self.edges = edges
        self.homes = homes

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
        asked = sorted({k for c in self.scheme.checks for k in c.words("cooperatives")})
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
        several = check.words("any_of")
        if several:
            parts = [self.codes(self.scheme.check(c)) for c in several]
            if check.words("mechanisms"):  # joined ones (graph.scheme.joined), which no single part may count
                parts.append(self._contacts[self.edges.asked(check)][:, self.ground.households.denominator].max(axis=0))
            together: np.ndarray = np.maximum.reduce(parts)
            return together
        households = self.ground.households
        if "at" not in check.options and check.words("mechanisms"):
            code: np.ndarray = self._contacts[self.edges.asked(check)][:, households.denominator].max(axis=0)
        elif "at" not in check.options and check.words("cooperatives"):
            kinds, table = self._cooperatives
            code = table[lookup(pa.array(check.words("cooperatives"), pa.string()), kinds)][:, households.denominator].max(axis=0)
        else:
            code = np.where(self.homes.has(check.options)[households.denominator], FOUND, 0).astype(np.int8)
        return self.unknown(check, code)

    def unknown(self, check: Check, code: np.ndarray) -> np.ndarray:
        """The codes with `not_delivered` where nothing is there and nothing was delivered."""
        households = self.ground.households
        unit = households.unit if len(code) == len(households.unit) else households.unit[households.denominator]
        code[(code == 0) & ~self.ground.delivered(check.ledger, check.scope)[unit]] = NOT_DELIVERED
        return code

    def reach(self, check: Check) -> Finding:
        """Each household is met, a gap with its reason, or unknown with its reason."""
        return self.finding(check, self.codes(check))

    def assignment(self, check: Check) -> Finding:
        """Exactly one: two or more persons (grids, partners of an agreement) are a gap `several`; none is as in reach."""
        households = self.ground.households
        if check.words("mechanisms"):
            code = self.codes(check)
            counting = self.edges.counting(check.words("mechanisms"))
            _, first = np.unique(self.edges.pair[counting], return_index=True)
            number = np.bincount(self.edges.household[counting[first]], minlength=len(households.unit))
        else:
            number = np.bincount(self.homes.things(check.options)["household"].to_numpy(np.int64), minlength=len(households.unit))
            code = self.unknown(check, np.where(number[households.denominator] > 0, FOUND, 0).astype(np.int8))
        code[number[households.denominator] > 1] = REASONS.index("several")
        return self.finding(check, code)

    def shared(self, check: Check) -> Finding:
        """Households that have it (an award, a member) and those that have not: a gap `no`."""
        households = self.ground.households
        code = np.where(self.homes.has(check.options)[households.denominator], FOUND, 0).astype(np.int8)
        code = self.unknown(check, code)
        code[code == 0] = REASONS.index("no")
        return self.finding(check, code)

    def finding(self, check: Check, code: np.ndarray) -> Finding:
        """One subject per household of the denominator (of the 户类型 that the check asks for), by the number of its reason."""
        households = self.ground.households
        denominator, kinds = households.denominator, check.words("household_kinds")
        every = _STATE[code]
        if kinds:
            asked = np.asarray(pc.match_substring_regex(households.kind, "|".join(map(re.escape, kinds))))[denominator]
            denominator, code = denominator[asked], code[asked]
            every = np.where(asked, every, -1)
        state = _STATE[code]
        open_ = np.flatnonzero(state != MET)
        at = pa.array(denominator[open_])
        code_, head = self._told
        found = finding(
            len(self.ground.units), BAY, state, households.unit[denominator], reason=take(REASONS, code[open_]), subject_kind="Household",
            subject_id=households.id.take(at), subject_code=code_.take(at), name=head.take(at), private=True,
        )  # fmt: skip
        return replace(found, households=every)

    @cached_property
    def _told(self) -> list[pa.Array]:
        return self.ground.told("Household", self.ground.households.id, "code", "head")

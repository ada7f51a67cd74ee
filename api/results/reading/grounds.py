"""By which pieces of evidence a check counts a household, or does not: what the check asks of, looked up in what is known of the household."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.scheme import Check, Scheme
from graph.scheme.words import LABELS

REGISTER = 0
"""The number of the household's own row in the register."""
_ENDED = ("ended", "contact_left", "not_started")
_ASKED = ("mechanisms", "cooperatives", "members", "events", "grids")
_GRID = "网格"


def grounds(scheme: Scheme, check: str, state: str, reason: str, states: Mapping[str, str], found: Mapping[str, Any]) -> list[int]:
    """The numbers `n` of the evidence that decides a state.

    It is what counts where the check is met, what does not count any more where that is the reason of a gap, and the candidates of a row that fits
    several households. `states` is every check's state of the household, for a check that asks others.
    """
    return sorted(set(_grounds(scheme, scheme.check(check), state, reason, states, found)))


def _grounds(scheme: Scheme, check: Check, state: str, reason: str, states: Mapping[str, str], found: Mapping[str, Any]) -> Iterator[int]:
    for other in check.words("any_of"):
        if states.get(other) == state:
            yield from _grounds(scheme, scheme.check(other), state, reason, states, found)
    for said in (check.options, *check.tables("links")):
        asked = {option: [str(w) for w in value] if isinstance(value := said.get(option), list) else [] for option in _ASKED}
        if state == "met":
            yield from _met(asked, found)
            if "units" in said or "at" in said:  # by where it lives, as its own row says
                yield REGISTER
        elif state == "gap" and reason in _ENDED:
            yield from (one["n"] for one in found["contacts"] if one["mechanism"] in asked["mechanisms"] and one["state"] == reason)
            yield from (one["n"] for one in found["cooperatives"] if one["kind"] in asked["cooperatives"] and not one["lasts"])
        elif state == "unknown" and reason == "household_ambiguous":
            yield from (one["n"] for one in found["candidates"] if one["mechanism"] in asked["mechanisms"])
            yield from (one["n"] for one in found["candidates"] if one["label"] == "Cooperative" and asked["cooperatives"])


def _met(asked: Mapping[str, list[str]], found: Mapping[str, Any]) -> Iterator[int]:
    yield from (one["n"] for one in found["contacts"] if one["mechanism"] in asked["mechanisms"] and one["state"] == "met")
    yield from (one["n"] for one in found["cooperatives"] if one["kind"] in asked["cooperatives"] and one["lasts"])
    labels = {LABELS.get(word, word) for word in asked["members"]}
    yield from (one["n"] for one in found["organised"] if one["lasts"] and (one["kind"] in asked["members"] or one["label"] in labels))
    yield from (one["n"] for one in found["events"] if one["lasts"] and one["kind"] in asked["events"])
    yield from (one["n"] for one in found["grids"] if one["lasts"] and (one["kind"] in asked["grids"] or _GRID in asked["grids"]))

"""Which entries a scheme consists of: those of the systems it selects, with its overrides, and its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.catalogue import catalogue
from graph.scheme.kinds import FILTERS, KINDS


@dataclass(frozen=True)
class Entry:
    """One check as declared; `number`: which [[checks]] of the file it is, -1 where the catalogue alone declares it."""

    said: Mapping[str, object]
    number: int


def entries(systems: Sequence[str], own: Sequence[Mapping[str, object]]) -> list[Entry]:
    """The entries of a scheme in the order in which they are shown.

    An entry without a title whose id the catalogue has is the catalogue's, with the keys it names in place of theirs; an
    entry with a title stands for itself. With selected systems the order is the catalogue's, else the file's.
    """
    known = {str(c["id"]): c for s in catalogue() for c in s.checks}
    made = {str(said.get("id", "")): Entry(_merged(known.get(str(said.get("id", ""))), said), n) for n, said in enumerate(own)}
    if not systems:
        return list(made.values())
    found: dict[str, Entry] = {}
    for system in catalogue():
        for check in system.checks:
            id = str(check["id"])
            if id in made:
                found[id] = made[id]
            elif system.code in systems:
                found[id] = Entry(check, -1)
        found |= {id: entry for id, entry in made.items() if id.split(".")[0] == system.code and id not in found}
    return [*found.values(), *(entry for id, entry in made.items() if id not in found)]


def _merged(declared: Mapping[str, object] | None, said: Mapping[str, object]) -> Mapping[str, object]:
    if declared is None or "title" in said:
        return said
    kind = KINDS[str(declared["id"]).split(".")[1]]
    population = str(said.get("population", declared.get("population", kind.populations[0])))
    ways = set(kind.one_of) - set(FILTERS.get(population, ()))
    kept = {k: v for k, v in declared.items() if not (k in ways and ways & set(said))}
    return {**kept, **said}

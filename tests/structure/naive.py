"""Structure questions answered the long way round, from a World's plain lists: no pandas, no networkx, every subset and every path tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, combinations

from tests.checks.builder import L
from tests.structure.worlds import LEDGER, UNITS, World, above

PERSON = "Person:"


def level(world: World, body: str) -> int:
    return UNITS[world.bodies[body][2]][1]


def ups(world: World, body: str) -> list[str]:
    return sorted(b for a, b in world.under if a == body)


def paths(world: World, body: str) -> Iterator[list[str]]:
    """Every simple way up, also the unfinished ones."""

    def walk(way: list[str]) -> Iterator[list[str]]:
        yield way
        for up in ups(world, way[-1]):
            if up not in way:
                yield from walk([*way, up])

    return walk([body])


def reaches(world: World, a: str, b: str) -> bool:
    """In one step or more."""
    return any(way[-1] == b for up in ups(world, a) for way in paths(world, up))


def below(world: World, body: str) -> list[str]:
    """Bodies of its label that lead to it by bodies of its label alone, or to one another in a circle."""
    label = world.bodies[body][0]
    found: set[str] = set()
    todo = [body]
    while todo:
        at = todo.pop()
        some = {a for a, b in world.under if b == at and world.bodies[a][0] == label} - found
        found |= some
        todo += some
    return sorted(found)


def lines(world: World) -> dict[str, frozenset[tuple[str, str]]]:
    """The kinds of one label that UNDER joins, by body."""
    kinds = {b: (label, kind) for b, (label, kind, _) in world.bodies.items()}
    of = {k: frozenset([k]) for k in kinds.values()}
    for a, b in world.under:
        if kinds[a][0] == kinds[b][0]:
            both = of[kinds[a]] | of[kinds[b]]
            of.update(dict.fromkeys(both, both))
    return {b: of[k] for b, k in kinds.items()}


def chains(world: World) -> dict[str, tuple[str, str, str, int, bool]]:
    """Lowest body → state, reason, end, steps, whether a circle lies above."""
    of, found = lines(world), {}
    for body, (label, _, _) in world.bodies.items():
        if not all(body in below(world, b) for b in below(world, body)):
            continue
        circles = [way[-1] for way in paths(world, body) if reaches(world, way[-1], way[-1])]
        ends = [way for way in paths(world, body) if not ups(world, way[-1])]
        if not any(of[b] == of[body] for b, _ in world.under):
            found[body] = ("unknown", "not_stated", body, 0, bool(circles))
            continue
        if not ends:
            found[body] = ("gap", "circle", "", 0, True)
            continue
        best = min(ends, key=lambda way: (level(world, way[-1]), len(way), world.bodies[way[-1]][0], way[-1]))
        end, top = best[-1], min(level(world, b) for b in world.bodies if of[b] == of[body])
        village = above(world.bodies[end][2])[level(world, end) - 3] if level(world, end) > 3 else ""
        joined = [level(world, b) for a, b in world.under if a != b and of[a] == of[b] == of[body]]
        if level(world, end) <= top:
            state = ("met", "")
        elif joined and level(world, end) <= min(joined):
            state = ("unknown", "not_stated")
        elif village and (LEDGER[label], village) not in world.delivered:
            state = ("unknown", "not_delivered")
        else:
            state = ("gap", "no_superior" if len(best) == 1 else "ends_below_top")
        found[body] = (*state, end, len(best) - 1, bool(circles))
    return found


def _tie(world: World, unit: str, tie: str) -> set[tuple[str, str]]:
    """person, ledger of who holds a tie of a unit."""
    contact = {(p, LEDGER["CONTACTS"]) for p, h in world.contacts if unit in above(world.homes[h])}
    contact |= {(p, LEDGER["CONTACTS"]) for p, u in world.unit_contacts if u == unit}

    def posts(fits: Callable[[str], bool]) -> set[tuple[str, str]]:
        found = {(p, LEDGER[world.bodies[t][0]]) for p, t in world.posts if t in world.bodies and world.bodies[t][2] == unit and fits(world.bodies[t][0])}
        return found | {(p, LEDGER["Unit"]) for p, t in world.posts if t == unit and fits("Unit")}

    if tie == "contact":
        return contact
    if tie == "leader":
        return posts(lambda label: label in ("Unit", "SelfGovernmentBody"))
    if tie == "party":
        return posts(lambda label: label == "PartyOrganization")
    return contact | posts(lambda label: True)


def ties(world: World) -> dict[tuple[str, str], tuple[set[str], str]]:
    """unit, tie → persons, state."""
    found = {}
    for unit in UNITS:
        at = UNITS[unit][1]
        if at < 3:
            continue
        village = above(unit)[at - 3]
        for tie in ("contact", "leader", "party", "any"):
            people = {p for p, _ in _tie(world, unit, tie)}
            asked = {ledger for u in UNITS if UNITS[u][1] == at for _, ledger in _tie(world, u, tie)}
            own = {"contact": [L], "leader": ["自治组织"], "party": ["党组织"], "any": [L, "自治组织", "党组织"]}[tie]
            known = (all if asked else any)((ledger, village) in world.delivered for ledger in asked or own)
            found[unit, tie] = (people, "met" if len(people) > 1 else "gap" if known else "unknown")
    return found


def last(world: World, person: str, unit: str) -> tuple[int, int]:
    """Households of the unit that the person contacts, and those that nobody else does."""
    here = [h for h in world.homes if unit in above(world.homes[h]) and (person, h) in world.contacts]
    return len(here), sum(all(p == person for p, other in world.contacts if other == h) for h in here)


def articulation(world: World) -> dict[str, tuple[int, frozenset[str]]]:
    """person → how many parts come off, and the units in them: found by taking each person out and walking."""
    edges = {(f"b:{b}", f"u:{unit}") for b, (_, _, unit) in world.bodies.items()} | {(f"b:{a}", f"b:{b}") for a, b in world.under}
    edges |= {(PERSON + p, f"b:{t}" if t in world.bodies else f"u:{t}") for p, t in world.posts}
    edges |= {(PERSON + p, f"u:{world.homes[h]}") for p, h in world.contacts} | {(PERSON + p, f"u:{u}") for p, u in world.unit_contacts}
    nodes = {n for e in edges for n in e}

    def part(start: str, without: str) -> set[str]:
        seen, todo = {start}, [start]
        while todo:
            at = todo.pop()
            near = {b for a, b in edges if a == at} | {a for a, b in edges if b == at}
            todo += near - seen - {without}
            seen |= near - {without}
        return seen

    found = {}
    for person in {n for n in nodes if n.startswith(PERSON)}:
        whole = part(person, "")
        rest, parts = whole - {person}, []
        while rest:
            one = part(min(rest), person)
            parts.append(one)
            rest -= one
        if len(parts) > 1:
            highest = min((u for u in UNITS if f"u:{u}" in whole), key=lambda u: (UNITS[u][1], list(UNITS).index(u)), default="")
            stays = next(p for p in parts if f"u:{highest}" in p)
            gone = [p for p in parts if p is not stays]
            units = frozenset(n[2:] for p in gone for n in p if n.startswith("u:"))
            found[person.removeprefix(PERSON)] = (len(gone), units)
    return found


def team(world: World, body: str, *, members: bool = False) -> frozenset[str]:
    return frozenset(p for p, b in world.posts | (world.members if members else set()) if b == body)


def _groups(items: list[str], joined: Callable[[str, str], bool]) -> set[frozenset[str]]:
    """The largest sets of two or more of which every two are joined."""
    sets = [frozenset(s) for n in range(2, len(items) + 1) for s in combinations(items, n) if all(joined(a, b) for a, b in combinations(s, 2))]
    return {s for s in sets if not any(s < t for t in sets)}


def teams(world: World, alike: float, *, members: bool) -> set[tuple[str, frozenset[str]]]:
    """unit, bodies."""

    def same(a: str, b: str) -> bool:
        one, other = team(world, a, members=members), team(world, b, members=members)
        return bool(one & other) and len(one & other) / len(one | other) >= alike

    here = {unit: sorted(b for b in world.bodies if world.bodies[b][2] == unit) for unit in UNITS}
    return {(unit, group) for unit, some in here.items() for group in _groups(some, same)}


def clusters(world: World) -> set[tuple[frozenset[str], int, int]]:
    """bodies, the size of the largest clique, persons in two or more of them."""
    some = [b for b in world.bodies if team(world, b)]

    def share(a: str, b: str) -> bool:
        return bool(team(world, a) & team(world, b))

    parts: list[set[str]] = []
    for body in some:
        near = [p for p in parts if any(share(body, other) for other in p)]
        parts = [p for p in parts if p not in near] + [{body, *chain.from_iterable(near)}]
    found = set()
    for part in (p for p in parts if len(p) > 1):
        clique = max(map(len, _groups(sorted(part), share)))
        several = {p for p in chain.from_iterable(team(world, b) for b in part) if sum(p in team(world, b) for b in part) > 1}
        found.add((frozenset(part), clique, len(several)))
    return found

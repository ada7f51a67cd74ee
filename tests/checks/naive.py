"""The rules of design section 5 once more, household by household in plain Python: slow, and easy to read beside the text."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Container

from graph.schema import OPEN_SINCE, OPEN_UNTIL
from tests.checks.builder import Book

State = tuple[str, str]
_ORDER = ("contact_left", "ended", "not_started", "none")


class Naive:
    """The states that a book must have on a day."""

    def __init__(self, book: Book, day: dt.date) -> None:
        self.book, self.day = book, day
        self.above = {e["from"]: e["to"] for e in book.edges["PART_OF", "Unit", "Unit"]}
        self.unit = {e["from"]: e["to"] for e in book.edges["PART_OF", "Household", "Unit"]}
        self.level = {u["id"]: u["level"] for u in book.nodes["Unit"]}
        self.counted = [h["id"] for h in book.nodes["Household"] if h["counted"]]
        ledger = {d["id"]: d["ledger"] for d in book.nodes["Delivery"]}
        self.delivered = {(ledger[e["from"]], e["to"]) for e in book.edges["DELIVERED_FOR", "Delivery", "Unit"]}
        self.left = {p["id"]: p["left_on"] for p in book.nodes["Person"]}

    def village(self, unit: object) -> object:
        while self.level[unit] != 3:
            unit = self.above[unit]
        return unit

    def why(self, edge: dict[str, object], left: object = OPEN_UNTIL) -> str:
        """What one edge says: met, or why it does not count."""
        since, until = edge.get("since", OPEN_SINCE), edge.get("until", OPEN_UNTIL)
        assert isinstance(since, dt.date) and isinstance(until, dt.date) and isinstance(left, dt.date)
        if until <= self.day:
            return "ended"
        if left <= self.day:
            return "contact_left"
        return "not_started" if since > self.day else "met"

    def reach(self, mechanisms: Container[object], ledger: str) -> dict[str, State]:
        said, may = defaultdict(set), set()
        for e in self.book.edges["CONTACTS", "Person", "Household"]:
            if e["mechanism"] in mechanisms:
                said[e["to"]].add(self.why(e, self.left[e["from"]]))
        for e in self.book.edges["MAY_CONTACT", "Person", "Household"]:
            if e["mechanism"] in mechanisms:
                may.add(e["to"])
        out = {}
        for id in self.counted:
            reasons = said[id] or {"none"}
            if "met" in reasons:
                out[str(id)] = ("met", "")
            elif id in may:
                out[str(id)] = ("unknown", "household_ambiguous")
            elif not said[id] and (ledger, self.village(self.unit[id])) not in self.delivered:
                out[str(id)] = ("unknown", "not_delivered")
            else:
                out[str(id)] = ("gap", next(r for r in _ORDER if r in reasons))
        return out

    def any_of(self, *parts: dict[str, State]) -> dict[str, State]:
        order = [("met", ""), ("unknown", "household_ambiguous"), ("unknown", "not_delivered"), *(("gap", r) for r in _ORDER)]
        return {h: min((p[h] for p in parts), key=order.index) for h in parts[0]}

    def contacts_of(self, mechanisms: Container[object]) -> dict[tuple[object, object], set[object]]:
        """(person, mechanism) → households with counting edges."""
        found = defaultdict(set)
        for e in self.book.edges["CONTACTS", "Person", "Household"]:
            if e["mechanism"] in mechanisms and self.why(e, self.left[e["from"]]) == "met":
                found[e["from"], e["mechanism"]].add(e["to"])
        return found

    def assignment(self, mechanisms: Container[object], ledger: str) -> dict[str, State]:
        pairs = {(person, household) for (person, _), households in self.contacts_of(mechanisms).items() for household in households}
        persons = Counter(household for _, household in pairs)
        return {h: ("gap", "several") if persons[h] > 1 else state for h, state in self.reach(mechanisms, ledger).items()}

    def load(self, mechanisms: Container[object], low: int, high: int) -> Counter[State]:
        sizes = [len(h) for h in self.contacts_of(mechanisms).values()]
        return Counter(("gap", "below") if n < low else ("gap", "above") if n > high else ("met", "") for n in sizes)

    def presence(self, ledger: str, kinds: Container[object]) -> dict[str, State]:
        """One slot of every village."""
        there = set()
        for (_, label, _), edges in [(k, v) for k, v in self.book.edges.items() if k[0] == "COVERS"]:
            kind = {b["id"]: b["kind"] for b in self.book.nodes[label]}
            there |= {e["to"] for e in edges if kind[e["from"]] in kinds and self.why(e) == "met"}
        villages = [u["id"] for u in self.book.nodes["Unit"] if u["level"] == 3 and not str(u["code"]).endswith(("498", "598"))]
        return {
            str(v): ("unknown", "not_delivered") if (ledger, v) not in self.delivered else ("met", "") if v in there else ("gap", "missing") for v in villages
        }

"""搜索, for the page and for the API: persons by their names only for who may see them, each search noted."""

from __future__ import annotations

from typing import Any

from api.results import Reader
from api.results.reading import revealed, searching
from api.web.looks import look
from api.web.visiting import Visitor

LONGEST = 60


def searched(reader: Reader, visitor: Visitor, q: str, names: str) -> dict[str, Any]:
    """Units, households, organisations; with plain names persons too: what is found is noted before it is shown. Raises ForbiddenError."""
    said = q.replace("\0", "").strip()[:LONGEST]
    if names != "plain" or not said:
        return {**searching.search(reader, said), "persons": []}
    visitor.require("plain")
    found, people = searching.search(reader, said), searching.persons(reader, said)
    households, persons = found["households"], people["persons"]
    look(visitor, reader, names, "search", q=said, households=[one["id"] for one in households], persons=[one["id"] for one in persons])
    revealed.names(reader, "household", (households, "id", "head"))
    revealed.names(reader, "person", (persons, "id", "name"))
    return {**found, "persons": persons, "more": [*found["more"], *people["more"]]}

"""Unmasked names, id numbers and phones put in place of the masked ones: only after the look has been noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from api.results import Reader

Rows = Sequence[dict[str, Any]]


def names(reader: Reader, table: str, *lists: tuple[Rows, str, str]) -> None:
    """Put the plain names of a table (household, person, finding) into rows: each list with the column of the key and that of the name."""
    keys = {one[key] for rows, key, _ in lists for one in rows if one.get(key) not in (None, "")}
    known = reader.plain(table, sorted(keys)) if keys else {}
    for rows, key, name in lists:
        for one in rows:
            one[name] = known.get(one.get(key), one.get(name))


def identity(reader: Reader, persons: Iterable[str]) -> Mapping[str, dict[str, str]]:
    """`id_number` and `phone` by person, of those who are in the scope only."""
    wanted = list(reader.plain("person", sorted(set(persons))))
    if not wanted:
        return {}
    table = reader.results.edition.identity("persons").select(["person", "id_number", "phone"])
    some = table.filter(pc.is_in(table["person"], value_set=pa.array(wanted, pa.string()))).to_pylist()
    return {one["person"]: {"id_number": one["id_number"] or "", "phone": one["phone"] or ""} for one in some}


def household(reader: Reader, found: dict[str, Any]) -> None:
    """Reveal a household's page: its head, its members with id number and phone, its contacts with phone, its candidates."""
    people = (found["members"], found["contacts"], found["organised"], found["near"])
    candidates = [one for one in found["candidates"] if one["label"] == "Person"]
    names(reader, "household", ([found], "id", "head"))
    names(reader, "person", *((rows, "person", "name") for rows in people), (candidates, "id", "name"))
    known = identity(reader, [one["person"] for one in (*found["members"], *found["contacts"])])
    for one in found["members"]:
        one |= known.get(one["person"], {})
    for one in found["contacts"]:
        one["phone"] = known.get(one["person"], {}).get("phone", "")


def person(reader: Reader, found: dict[str, Any]) -> None:
    """Reveal a person's page: the name, id number and phone, and the heads of the households."""
    names(reader, "person", ([found], "id", "name"))
    names(reader, "household", *((found[part], "household", "head") for part in ("homes", "contacts", "candidates")))
    names(reader, "finding", (found["findings"], "line", "subject_name"))
    found |= identity(reader, [found["id"]]).get(found["id"], {})


def organisation(reader: Reader, found: dict[str, Any]) -> None:
    """Reveal an organisation's page: who holds its posts and who its members are."""
    names(reader, "person", (found["posts"], "person", "name"), ([one for one in found["members"] if one["label"] == "Person"], "member", "name"))
    names(reader, "household", ([one for one in found["members"] if one["label"] == "Household"], "member", "name"))
    names(reader, "finding", (found["findings"], "line", "subject_name"))

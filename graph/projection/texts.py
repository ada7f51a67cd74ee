"""The texts of a projection: names of people inside free text are masked, and nothing names a file or a place of elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from graph.columns import replaced
from graph.edition import Edition
from graph.masking import mask_name
from graph.projection.scope import Scope

FREE = {"Household": ("address",), "Event": ("outcome",), "Claim": ("part",), "CONTACTS": ("part",)}
"""Columns in which people write what they like."""
_ROW = r"!\d*$"


class Texts:
    """What may be said in the projection of a scope."""

    def __init__(self, edition: Edition, scope: Scope) -> None:
        self.edition, self.scope = edition, scope

    def cleaned(self, kind: str, table: pa.Table) -> pa.Table:
        """A table of a label or edge type with its free texts and its sources as they may be read."""
        for column in FREE.get(kind, ()):
            table = replaced(table, column, _replaced(table[column], self.masked))
        return replaced(table, "source", self.sources(table["source"]))

    def sources(self, told: pa.ChunkedArray) -> pa.ChunkedArray:
        """``file#sheet!row``: empty where the file or its sheet is of elsewhere, masked where it is called by a person."""
        said = pc.replace_substring_regex(told, _ROW, "")
        if (place := _replaced(said, self.place)) is said:
            return told
        unsaid = pc.or_(pc.equal(place, ""), pc.equal(said, told))
        return pc.binary_join_element_wise(place, pc.if_else(unsaid, "", pc.replace_substring_regex(told, rf"(?s)^.*({_ROW})", r"\1")), "")

    def place(self, text: str) -> str:
        """A file and its sheet; empty where it belongs to another place."""
        return "" if text in self._delivered_elsewhere or self.foreign(text) else self.masked(text)

    def foreign(self, text: str) -> bool:
        """Whether a town or village that is not of this scope is named."""
        for name in self._own_names:
            text = text.replace(name, "")
        return any(name in text for name in self._other_names)

    def masked(self, text: str) -> str:
        """A text in which every name of a person of the edition shows its family name only, names of places left alone."""
        out, at = [], 0
        while at < len(text):
            names = self._persons.get(text[at : at + 2], ())
            name = next((n for n in names if text.startswith(n, at) and n not in self._places), text[at])
            out.append(mask_name(name) if len(name) > 1 else name)
            at += len(name)
        return "".join(out)

    @cached_property
    def _persons(self) -> dict[str, list[str]]:
        """Names by their first two characters, the longest first."""
        columns = [self.edition.nodes("Person", ["name"])["name"], self.edition.nodes("Household", ["head"])["head"]]
        found: dict[str, list[str]] = {}
        for name in sorted({name for column in columns for name in pc.unique(column).to_pylist()}, key=len, reverse=True):
            if len(name) > 1 and not name.isascii():
                found.setdefault(name[:2], []).append(name)
        return found

    @cached_property
    def _places(self) -> str:
        """The names of all units and grids, in one text."""
        return "\n".join(name for label in ("Unit", "Grid") for name in pc.unique(self.edition.nodes(label, ["name"])["name"]).to_pylist())

    @cached_property
    def _own_names(self) -> list[str]:
        return sorted(self._names[0], key=len, reverse=True)

    @cached_property
    def _other_names(self) -> list[str]:
        return sorted(self._names[1] - self._names[0])

    @cached_property
    def _names(self) -> tuple[set[str], set[str]]:
        """Names of towns and villages of this scope (and above it), and of the others."""
        if self.scope.everything:
            return set(), set()
        units = self.edition.nodes("Unit", ["id", "name", "level"])
        units = units.filter(pc.and_(pc.less_equal(units["level"], 3), pc.greater(pc.utf8_length(units["name"]), 1)))
        ours = pa.concat_arrays([self.scope.ids("inside", "Unit"), self.scope.ids("above", "Unit")])
        own = pc.is_in(units["id"], value_set=ours)
        return set(units["name"].filter(own).to_pylist()), set(units["name"].filter(pc.invert(own)).to_pylist())

    @cached_property
    def _delivered_elsewhere(self) -> frozenset[str]:
        """``file#sheet`` of the ledgers that were delivered for other places only."""
        if self.scope.everything:
            return frozenset()
        told = self.edition.nodes("Delivery", ["id", "source"])
        ours = pc.is_in(told["id"], value_set=self.scope.ids("inside", "Delivery"))
        places = pc.replace_substring_regex(told["source"], _ROW, "")
        return frozenset(places.filter(pc.invert(ours)).to_pylist()) - frozenset(places.filter(ours).to_pylist())


def _replaced(column: pa.ChunkedArray, change: Callable[[str], str]) -> pa.ChunkedArray:
    """A column with every distinct text changed once."""
    told = pc.unique(column)
    new = [change(text) for text in told.to_pylist()]
    if new == told.to_pylist():
        return column
    return pa.chunked_array([pa.array(new, pa.string()).take(pc.index_in(column.combine_chunks(), value_set=told))])

"""A county that a visitor asks: units and households are found within the visitor's scope only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from api.asking import County, Unit
from api.asking.units import COLUMNS, Units
from api.results import NotFoundError, Reader
from graph.errors import QueryError


@dataclass(frozen=True)
class ScopedCounty(County):
    """`known` are the units that may be named: what lies outside is not found, like what does not exist."""

    known: Units = field(default_factory=lambda: Units(pa.table({c: pa.array([], pa.string()) for c in COLUMNS})))

    @cached_property
    def _units(self) -> Units:
        return self.known

    def unit(self, said: str) -> Unit:
        """As `County.unit`. Raises NotFoundError where there is none, QueryError where there are several."""
        with _absent():
            return super().unit(said)

    def household(self, said: str) -> str:
        """As `County.household`. Raises NotFoundError where there is none, QueryError where there are several."""
        with _absent():
            return super().household(said)


@contextmanager
def _absent() -> Iterator[None]:
    """What a county says there is not, is not found."""
    try:
        yield
    except QueryError as error:
        if str(error).startswith("没有"):
            raise NotFoundError(str(error)) from None
        raise


def units_of(reader: Reader) -> Units:
    """The units of an edition that a reader sees."""
    table = reader.results.edition.nodes("Unit", COLUMNS)
    if not reader.whole:
        inside = pa.array([u.id for u in reader.results.units[reader.top.unit : reader.top.last + 1]], pa.string())
        table = table.filter(pc.is_in(table["id"], value_set=inside))
    return Units(table)

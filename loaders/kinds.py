"""What a ledger kind is: its fields with their header words, what must be there, what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from loaders.rows import Rows
    from loaders.world import World

Cell = Literal["text", "name", "id", "phone", "date", "unit", "code", "count"]
"""What kind of thing a column holds; it decides how values are masked in messages."""


@dataclass(frozen=True)
class Field:
    """A column that a ledger may have.

    `words` are header words as people write them (also used to forgive typos); `pattern` is a regular expression for
    families of words. Both are matched against the header without spaces, stars, quotes and colons.
    """

    name: str
    title: str
    words: tuple[str, ...] = ()
    pattern: str = ""
    cell: Cell = "text"
    weight: float = 1.0
    """How much this column speaks for the ledger kind: 1 for columns that every ledger may have, more for telling ones."""

    @cached_property
    def matcher(self) -> re.Pattern[str]:
        return re.compile(self.pattern or r"(?!)")


@dataclass(frozen=True)
class Ledger:
    """A ledger kind. `required` lists groups of fields: of each group at least one column must be there."""

    kind: str
    title: str
    fields: tuple[Field, ...]
    required: tuple[tuple[str, ...], ...]
    read: Callable[[Rows, World], None]
    """Rows of this kind, from all sheets together, into the world; sets the rows' status and reports their problems."""
    order: int
    """Kinds are read in this order, since a contact needs its household, a household its unit."""
    signs: tuple[str, ...] = ()
    """Words in title, sheet name or settings that speak for the kind."""
    against: tuple[str, ...] = ()
    """Fields or header words whose presence speaks against it, as patterns."""
    vocabulary: tuple[str, tuple[str, ...]] = ("", ())
    """(field, words): a column whose cells are mostly these words proves the kind."""
    continues: tuple[str, ...] = ()
    """Fields that, when all of them are blank in a row, mean that the row continues the block above."""
    aliases: tuple[str, ...] = ()
    """Other names under which settings may name this ledger."""
    needs: str = ""
    """What to say when a sheet looks like this kind but misses columns."""
    own_values: tuple[str, ...] = field(default=())
    """Names of scheme lists whose words count as vocabulary too."""

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {f.name: f for f in self.fields}


def fields(*groups: Field | Sequence[Field]) -> tuple[Field, ...]:
    """Flatten single fields and groups of fields; the first of a name wins."""
    found: dict[str, Field] = {}
    for group in groups:
        for one in (group,) if isinstance(group, Field) else group:
            found.setdefault(one.name, one)
    return tuple(found.values())

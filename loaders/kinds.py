"""What a ledger kind is: its fields with their header words, what must be there, what speaks for it and against it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from loaders.words import Field, Words

if TYPE_CHECKING:
    from loaders.rows import Rows
    from loaders.world import World

__all__ = ["Field", "Ledger", "fields"]


@dataclass(frozen=True, eq=False)
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
    """Words in title or sheet name that speak for the kind."""
    against: tuple[str, ...] = ()
    """Header words whose presence speaks against it."""
    never: str = ""
    """A pattern for titles and sheet names that rule the kind out: a list of only some people is no register."""
    never_beside: str = ""
    """A pattern for header words that rule the kind out."""
    vocabulary: tuple[str, tuple[str, ...]] = ("", ())
    """(field, words): a column whose cells are mostly these words proves the kind."""
    aliases: tuple[str, ...] = ()
    """Other names under which settings may name this ledger."""
    instead: tuple[tuple[str, str, str], ...] = ()
    """(field, other, given): where `field` has no column but `given` has, the column of `other` holds it."""
    last: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """(field, other, fields): where none of `fields` has a column, the column of `other` holds `field`."""
    several: tuple[int, tuple[str, ...]] = (0, ())
    """(n, fields): at least n of these fields must have a column."""
    understood: float = 0.0
    """The part of the header's columns that must be recognised: for kinds whose own columns stand in any ledger."""
    proven: bool = False
    """Whether a sign (in title, sheet name, file name or header) or the vocabulary must speak for it."""
    form: tuple[str, frozenset[str]] | None = None
    """Of a kind that may be a form and no table: the field with which a form begins, and those of which one must be there."""
    tell: tuple[str, ...] = ()
    """Where none of these fields has a column, headers prove nothing: a sign must stand in the title or a name."""
    unless: tuple[str, ...] = ()
    """Where none of these fields has a column, a sign must stand in the title or a name: 户号 alone makes no register."""
    asks_mechanism: bool = False
    """Whether somebody must say which contact mechanism a sheet records: a column, the title, a header or daohu.toml."""

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {f.name: f for f in self.fields}

    @cached_property
    def words(self) -> Words:
        return Words(self.fields)

    def ruled_out(self, titles: str, heads: str) -> str:
        """The word in the titles or headers that rules the kind out; empty where none does."""
        for pattern, said in ((self.never, titles), (self.never_beside, heads)):
            found = re.search(pattern, said) if pattern else None
            if found:
                return found.group(found.lastindex or 0)
        return ""

    def is_called(self, name: str) -> bool:
        """Whether settings mean this kind: by kind, title or alias, with or without 台账, 名册, 花名册."""
        short = plain(name)
        return bool(name) and any(short == plain(known) for known in (self.kind, self.title, *self.aliases))


def plain(name: str) -> str:
    """A ledger's name without the words that every ledger's name may end with."""
    return re.sub(r"(联系户台账|联系台账|台账|花名册|名册|登记表|一览表|汇总表|统计表)$", "", name) or name


def fields(*groups: Field | Sequence[Field]) -> tuple[Field, ...]:
    """Flatten single fields and groups of fields; the first of a name wins."""
    found: dict[str, Field] = {}
    for group in groups:
        for one in (group,) if isinstance(group, Field) else group:
            found.setdefault(one.name, one)
    return tuple(found.values())

"""Header words: as people write them, and ready to look up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

Cell = Literal["text", "name", "id", "phone", "date", "unit", "code", "count"]
"""What kind of thing a column holds; it decides how values are masked in messages."""

_DROP = re.compile(r"[\s*:：“”\"'‘’_]+")
_BRACKETS = re.compile("[(\\[【<\u3014][^)\\]】>\u3015]*[)\\]】>\u3015]")


@lru_cache(maxsize=100_000)
def key(header: str) -> str:
    """A header without spaces, stars, colons and quotes, full-width forms made half-width."""
    return _DROP.sub("", unicodedata.normalize("NFKC", header))


@lru_cache(maxsize=100_000)
def bare(header: str) -> str:
    """`key` without what stands in brackets, which is often a hint: 关键成员标识(下拉可选)."""
    return _BRACKETS.sub("", key(header))


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
class Match:
    """A field that a header may mean, how well it fits, and what had to be forgiven (empty where nothing)."""

    field: Field
    fit: int
    forgiven: str = ""
    rank: int = 0
    """Where two columns fit alike, the one of the lower rank is meant: a pattern's, then in the order of the field's words."""


EXACT, BARE, TYPO = 3, 2, 1
"""How well a header fits: as written, without its brackets, with one letter wrong."""
_LONG = 40
"""No header is longer; titles and notes are."""


@dataclass
class Words:
    """The header words of one ledger kind."""

    fields: Iterable[Field]
    _full: dict[str, list[Field]] = field(default_factory=dict)
    _short: dict[str, list[Field]] = field(default_factory=dict)
    _known: dict[tuple[str, bool], list[Match]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.fields:
            for word in one.words:
                self._full.setdefault(key(word), []).append(one)
                if bare(word):
                    self._short.setdefault(bare(word), []).append(one)
        self._patterns = tuple(f for f in self.fields if f.pattern)

    def match(self, label: str, *, typos: bool = False) -> list[Match]:
        """The fields that one header text may mean, best first; `typos` forgives one wrong letter."""
        if (label, typos) not in self._known:
            self._known[label, typos] = self._match(label, typos)
        return self._known[label, typos]

    def _match(self, label: str, typos: bool) -> list[Match]:
        full, short = key(label), bare(label)
        if not full or len(full) > _LONG:
            return []
        exact = [*self._full.get(full, ()), *(f for f in self._patterns if f.matcher.search(full))]
        loose = [*self._short.get(short, ()), *self._full.get(short, ()), *(f for f in self._patterns if f.matcher.search(short))] if short else []
        found = {f.name: Match(f, BARE, rank=_rank(f, short)) for f in loose} | {f.name: Match(f, EXACT, rank=_rank(f, full)) for f in exact}
        if not found and typos and 4 <= len(short) <= 12:
            found = {f.name: Match(f, TYPO, w) for w, many in self._full.items() if _one_letter(short, w) for f in many}
        return sorted(found.values(), key=lambda m: -m.fit)


def _rank(one: Field, said: str) -> int:
    known = [key(w) for w in one.words]
    return 0 if one.matcher.search(said) else known.index(said) + 1 if said in known else len(known) + 1


def _one_letter(a: str, b: str) -> bool:
    """Whether two words of one length differ in exactly one letter: a slip of the input method, not another word."""
    return len(a) == len(b) and len(a) >= 4 and sum(x != y for x, y in zip(a, b, strict=True)) == 1

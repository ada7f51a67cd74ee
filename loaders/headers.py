"""Header words to fields: hints, stars and line breaks forgiven, one-letter typos forgiven and said."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from loaders.kinds import Field, Ledger

EXACT, BARE, TYPO = 3, 2, 1
"""How well a header fits: as written, without its brackets, with one letter wrong."""

_DROP = re.compile(r"[\s*:：“”\"'‘’_]+")
_BRACKETS = re.compile(r"[(\[【<〔][^)\]】>〕]*[)\]】>〕]")


@lru_cache(maxsize=100_000)
def key(header: str) -> str:
    """A header without spaces, stars, colons and quotes, full-width forms made half-width."""
    return _DROP.sub("", unicodedata.normalize("NFKC", header))


@lru_cache(maxsize=100_000)
def bare(header: str) -> str:
    """`key` without what stands in brackets, which is often a hint: 关键成员标识(下拉可选)."""
    return _BRACKETS.sub("", key(header))


_LONG = 40
"""No header is longer; titles and notes are."""


@dataclass(frozen=True)
class Match:
    """A field that a header may mean, how well it fits, and what had to be forgiven (empty where nothing)."""

    field: Field
    fit: int
    forgiven: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The header words of a ledger kind, ready to look up."""

    full: dict[str, list[Field]]
    short: dict[str, list[Field]]
    patterns: tuple[Field, ...]

    @classmethod
    def of(cls, ledger: Ledger) -> Vocabulary:
        full: dict[str, list[Field]] = {}
        short: dict[str, list[Field]] = {}
        for one in ledger.fields:
            for word in one.words:
                full.setdefault(key(word), []).append(one)
                if bare(word):
                    short.setdefault(bare(word), []).append(one)
        return cls(full, short, tuple(f for f in ledger.fields if f.pattern))


_VOCABULARIES: dict[str, Vocabulary] = {}


def _vocabulary(ledger: Ledger) -> Vocabulary:
    return _VOCABULARIES.setdefault(ledger.kind, _VOCABULARIES.get(ledger.kind) or Vocabulary.of(ledger))


def match(label: str, ledger: Ledger, *, typos: bool = False) -> list[Match]:
    """The fields of a ledger kind that one header text may mean, best first; `typos` forgives one wrong letter."""
    full, short = key(label), bare(label)
    if not full or len(full) > _LONG:
        return []
    words = _vocabulary(ledger)
    exact = [*words.full.get(full, ()), *(f for f in words.patterns if f.matcher.search(full))]
    loose = [*words.short.get(short, ()), *words.full.get(short, ()), *(f for f in words.patterns if f.matcher.search(short))] if short else []
    found = {f.name: Match(f, BARE) for f in loose} | {f.name: Match(f, EXACT) for f in exact}
    if not found and typos and 4 <= len(short) <= 12:
        found = {f.name: Match(f, TYPO, w) for w, many in words.full.items() if _one_letter(short, w) for f in many}
    return sorted(found.values(), key=lambda m: -m.fit)


def _one_letter(a: str, b: str) -> bool:
    """Whether two words of one length differ in exactly one letter: a slip of the input method, not another word."""
    return len(a) == len(b) and len(a) >= 4 and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def assign(labels: list[tuple[str, ...]], ledger: Ledger, extra: dict[str, str], *, typos: bool = False) -> dict[str, tuple[int, Match]]:
    """Columns to fields, each field once: better fits first, then from the left.

    `labels`: per column the texts to try, most telling first (joined two-level header, lower level, upper level).
    `extra`: header words declared in daohu.toml.
    """
    offers = []
    for column, texts in enumerate(labels):
        for depth, text in enumerate(texts):
            declared = ledger.by_name.get(extra.get(key(text), ""))
            matches = [Match(declared, EXACT + 1)] if declared else match(text, ledger, typos=typos)
            offers += [(-m.fit, depth, -m.field.weight, column, m) for m in matches]
            if matches and matches[0].fit >= BARE:
                break
    taken: dict[str, tuple[int, Match]] = {}
    used: set[int] = set()
    for _fit, _depth, _weight, column, one in sorted(offers, key=lambda o: o[:4]):
        if one.field.name not in taken and column not in used:
            taken[one.field.name] = (column, one)
            used.add(column)
    return taken

"""Which ledger a sheet is, where its header stands and what its columns mean: from the words, then from the content.

File names alone never decide. Where two readings stay possible the content decides: the words in a kind column, the
mechanism that a column, the title or the settings name. A wrong reading is worse than none: what a title or a header
rules out is not read, and the sheet is told of with the nearest kind and what it misses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from loaders.headers import ENOUGH, Header, assign, candidates
from loaders.kinds import Ledger
from loaders.normalise import text
from loaders.words import EXACT, Match, key
from loaders.workbook.sheet import Sheet

_DECLARED = 100
_SAMPLE = 400
"""Rows looked at to see what a kind column holds."""


@dataclass(frozen=True)
class Recognised:
    """What a sheet was read as. `header`: (first, last) header row index; `columns`: field → column index."""

    sheet: Sheet
    ledger: Ledger
    header: tuple[int, int]
    columns: dict[str, int]
    labels: tuple[str, ...]
    """Per column its header as people see it."""
    title: str
    """What stands above the header, joined."""
    heads: str = ""
    """All header texts, joined."""
    forgiven: tuple[tuple[int, str], ...] = ()
    """(column, word) for typos that were forgiven."""


@dataclass(frozen=True)
class Unrecognised:
    """Why a sheet is no ledger: `nearest` names the kind that fits best and what it misses; empty where nothing fits."""

    sheet: Sheet
    nearest: str


@dataclass(frozen=True)
class Hints:
    """What settings say: the ledger that a sheet is, header words → fields, list words per list name."""

    ledger: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


def recognise(sheet: Sheet, ledgers: Sequence[Ledger], hints: Hints) -> Recognised | Unrecognised:
    """The best reading of a sheet. A sheet without any header of a ledger (填表说明) is Unrecognised with nothing near."""
    declared = {key(k): v for k, v in hints.columns.items()}
    best: tuple[float, Header, Ledger, dict[str, tuple[int, Match]]] | None = None
    nearest: tuple[float, str] = (0.0, "")
    for header in candidates(sheet):
        for ledger in ledgers:
            named = ledger.is_called(hints.ledger)
            found = assign(header.labels, ledger, declared)
            if ENOUGH < len(found) < sum(map(bool, header.labels)):
                found = assign(header.labels, ledger, declared, typos=True)
            if sum(name != "seq" for name in found) < ENOUGH:
                continue
            missing = _missing(ledger, found)
            ruled_out = "" if named else _ruled_out(ledger, header, sheet)
            score = _score(sheet, ledger, found, header, hints) + _DECLARED * named
            if missing or ruled_out:
                near = sum(m.field.weight for _, m in found.values()) - 2 * bool(missing) + _DECLARED * named
                if near > nearest[0]:
                    nearest = (near, missing or ruled_out)
            elif best is None or score > best[0]:
                best = (score, header, ledger, found)
    if best is None:
        return Unrecognised(sheet, nearest[1])
    _, header, ledger, found = best
    columns = {name: c for name, (c, _) in found.items()}
    forgiven = tuple((c, m.forgiven) for c, m in found.values() if m.forgiven)
    return Recognised(sheet, ledger, (header.first, header.last), columns, header.shown, header.title, header.heads, forgiven)


def _missing(ledger: Ledger, found: Mapping[str, object]) -> str:
    """What a sheet lacks of a kind, as a sentence; empty where it has all."""
    groups = [g for g in ledger.required if not any(f in found for f in g)]
    least, some = ledger.several
    if not groups and sum(f in found for f in some) >= least:
        return ""
    words = "、".join("或".join(ledger.by_name[f].title for f in g) for g in groups) or f"{least} 个以上的类别"
    return f"看似“{ledger.title}”,但缺少列:{words}"


def _ruled_out(ledger: Ledger, header: Header, sheet: Sheet) -> str:
    found = ledger.vetoes.search(f"{header.title} {sheet.name} {header.heads}")
    return f'看似“{ledger.title}”,但“{found.group()}”说明它不是(如确是,请在 [[sheets]] 中写 ledger = "{ledger.title}")' if found else ""


def _score(sheet: Sheet, ledger: Ledger, found: Mapping[str, tuple[int, Match]], header: Header, hints: Hints) -> float:
    """How much speaks for a reading: recognised columns by weight and fit, signs, vocabulary; unread columns against."""
    score = sum(m.field.weight * m.fit / EXACT for _, m in found.values()) - header.depth
    read = {c for c, _ in found.values()}
    score -= 0.6 * sum(bool(texts) for c, texts in enumerate(header.labels) if c not in read)
    said = f"{header.title} {sheet.name}"
    score += 1.5 * any(s in said for s in ledger.signs) + 0.5 * any(s in f"{said} {sheet.file}" for s in ledger.signs)
    score -= 3 * sum(word in header.heads for word in ledger.against)
    name, words = ledger.vocabulary
    if name in found:
        listed = [w for one in ledger.own_values for w in hints.lists.get(one, ())]
        score += 8 * _share(sheet, found[name][0], header.last, [*words, *listed])
    return score


def _share(sheet: Sheet, column: int, last: int, words: Sequence[str]) -> float:
    """Which part of a column's stated cells are words of a vocabulary."""
    cells = text.compact(sheet.columns[column].slice(last + 1, _SAMPLE))
    cells = cells.filter(pc.is_valid(cells))
    if not len(cells) or not words:
        return 0.0
    return float(text.mask(pc.is_in(cells, value_set=pa.array(words, pa.string()))).mean())

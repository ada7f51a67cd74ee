"""Which ledger a sheet is, where its header stands and what its columns mean: from the words, then from the content.

File names alone never decide. Where two readings stay possible the content decides: the words in a kind column, the
mechanism that a column, the title or the settings name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow.compute as pc

from loaders import headers
from loaders.headers import Match
from loaders.kinds import Ledger
from loaders.normalise import text
from loaders.workbook.sheet import Sheet

_DEEP = 12
"""A header stands within the first rows; below titles, unit and date lines."""
_ENOUGH = 2
"""At least so many columns must be recognised."""
_TITLE = 3
"""A row with at most so many texts above the header is a title; more of them are data, and the header is a repeated one."""


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
    forgiven: tuple[tuple[int, str], ...] = ()
    """(column, sentence) for typos that were forgiven."""


@dataclass(frozen=True)
class Unrecognised:
    """Why a sheet is no ledger: `nearest` names the kind that fits best and what it misses; empty where nothing fits."""

    sheet: Sheet
    nearest: str


@dataclass
class Hints:
    """What settings say: declared ledgers per (file, sheet), header words → fields, list words per list name."""

    sheets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


def recognise(sheet: Sheet, ledgers: Sequence[Ledger], hints: Hints) -> Recognised | Unrecognised:
    """The best reading of a sheet. A sheet without any header of a ledger (填表说明) is Unrecognised with nothing near."""
    extra = {headers.key(k): v for k, v in hints.columns.items()}
    declared = hints.sheets.get((sheet.file, sheet.name))
    best: tuple[float, Recognised] | None = None
    nearest: tuple[float, str] = (0.0, "")
    for first, last in _header_rows(sheet):
        labels = _labels(sheet, first, last)
        above = [[t for t in _row(sheet, r) if t] for r in range(first)]
        title = " ".join(t for texts in above if len(texts) <= _TITLE for t in texts)
        depth = sum(len(texts) > _TITLE for texts in above)
        for ledger in ledgers:
            found = headers.assign(labels, ledger, extra)
            if _ENOUGH < len(found) < sum(bool(t[0]) for t in labels):
                found = headers.assign(labels, ledger, extra, typos=True)
            telling = [m for name, (_, m) in found.items() if name != "seq"]
            missing = [g for g in ledger.required if not any(f in found for f in g)]
            if len(telling) < _ENOUGH:
                continue
            if missing:
                score = sum(m.field.weight for m in telling) - 2 * len(missing)
                if score > nearest[0]:
                    words = "、".join("或".join(ledger.by_name[f].title for f in g) for g in missing)
                    nearest = (score, f"看似“{ledger.title}”,但缺少列:{words}")
                continue
            columns = {name: c for name, (c, _) in found.items()}
            score = _score(sheet, ledger, found, labels, title, last, hints, declared) - depth
            if best is None or score > best[0]:
                forgiven = tuple((c, m.forgiven) for c, m in found.values() if m.forgiven)
                shown = tuple(next((t for t in reversed(texts[1:] or texts) if t), "") for texts in _shown(sheet, first, last))
                best = (score, Recognised(sheet, ledger, (first, last), columns, shown, title, forgiven))
    if best is not None:
        return best[1]
    return Unrecognised(sheet, nearest[1])


def _score(
    sheet: Sheet, ledger: Ledger, found: Mapping[str, tuple[int, Match]], labels: Sequence[tuple[str, ...]], title: str, last: int, hints: Hints, declared: str | None
) -> float:
    """How much speaks for a reading: recognised columns by weight and fit, signs, vocabulary; unread columns against."""
    score = sum(m.field.weight * m.fit / headers.EXACT for _, m in found.values())
    score -= 0.6 * sum(bool(texts and texts[0]) for c, texts in enumerate(labels) if c not in {c for c, _ in found.values()})
    where = f"{title} {sheet.name} {sheet.file}"
    score += 1.5 * any(s in f"{title} {sheet.name}" for s in ledger.signs) + 0.5 * any(s in where for s in ledger.signs)
    heads = " ".join(headers.key(t) for texts in labels for t in texts)
    score -= 3 * sum(word in heads for word in ledger.against)
    if declared and declared in (ledger.kind, ledger.title, *ledger.aliases):
        score += 100
    name, words = ledger.vocabulary
    if name in found:
        listed = [w for one in ledger.own_values for w in hints.lists.get(one, ())]
        score += 8 * _share(sheet, found[name][0], last, [*words, *listed])
    return score


def _share(sheet: Sheet, column: int, last: int, words: Sequence[str]) -> float:
    """Which part of a column's stated cells are words of a vocabulary."""
    cells = text.compact(sheet.columns[column].slice(last + 1, 400))
    cells = cells.filter(pc.is_valid(cells))
    if not len(cells) or not words:
        return 0.0
    import pyarrow as pa

    return float(pc.mean(pc.cast(pc.is_in(cells, value_set=pa.array(words, pa.string())), "float64")).as_py() or 0.0)


def _row(sheet: Sheet, row: int) -> list[str]:
    return [sheet.text(row, c) for c in range(sheet.width)]


def _header_rows(sheet: Sheet) -> list[tuple[int, int]]:
    """Candidate header rows: single rows with two or more texts, and pairs of them for two-level headers."""
    rows = range(min(_DEEP, sheet.height))
    filled = [sum(bool(t.strip()) for t in _row(sheet, r)) for r in rows]
    found = [(r, r) for r in rows if filled[r] >= _ENOUGH]
    merged_down = {(int(m[0]), int(m[2])) for m in sheet.merged if m[2] > m[0]}
    wide = {int(m[0]) for m in sheet.merged if m[3] > m[1]}
    for r in rows[:-1]:
        sparse_top = filled[r] >= 2 and filled[r + 1] >= 1 and (r in wide or (r, r + 1) in merged_down or _complementary(sheet, r))
        if sparse_top:
            found.append((r, r + 1))
    return found


def _complementary(sheet: Sheet, row: int) -> bool:
    """A CSV saved from a merged two-level header: the lower row has texts where the upper has blanks."""
    upper, lower = _row(sheet, row), _row(sheet, row + 1)
    return any(low and not up for up, low in zip(upper, lower, strict=True)) and any(up and not low for up, low in zip(upper, lower, strict=True))


def _shown(sheet: Sheet, first: int, last: int) -> list[list[str]]:
    """Per column its header cells from the top level down, horizontal merges filled right."""
    rows = [_row(sheet, r) for r in range(first, last + 1)]
    for top, left, _bottom, right in sheet.merged:
        if first <= top <= last and right > left:
            for c in range(int(left) + 1, min(int(right) + 1, sheet.width)):
                rows[int(top) - first][c] = rows[int(top) - first][int(left)]
    if last > first and not len(sheet.merged):
        for c in range(1, sheet.width):
            if not rows[0][c] and rows[-1][c]:
                rows[0][c] = rows[0][c - 1]
    return [[r[c] for r in rows] for c in range(sheet.width)]


def _labels(sheet: Sheet, first: int, last: int) -> list[tuple[str, ...]]:
    """Per column the texts to try: both levels joined, the lower one, the upper one."""
    found: list[tuple[str, ...]] = []
    for parts in _shown(sheet, first, last):
        if len(parts) == 1 or not parts[-1]:
            found.append((parts[0],))
        else:
            found.append((parts[0] + parts[-1], parts[-1]) if parts[0] and parts[0] != parts[-1] else (parts[-1],))
    return found



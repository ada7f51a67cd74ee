"""Where a header may stand and what its columns are called: one, two or three levels, merged or flattened by a CSV."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from loaders.kinds import Ledger
from loaders.words import BARE, EXACT, Match, key
from loaders.workbook.sheet import Sheet

DEEP = 15
"""A header stands within the first rows; below titles, unit and date lines."""
ENOUGH = 2
"""At least so many columns must be recognised."""
TITLE = 3
"""A row above the header with at most so many texts, and less than half the header's, is a title; others are data, and the header
is a repeated one."""
_LEVELS = 3
_NEAR = 0.5
"""A header knows at least this part of the most words that any candidate knows."""
_FILLER = re.compile(r"(基本)?(信息|情况|资料)$")
_SPREAD = re.compile(r"^(.+?)\((.+)\)$")


@dataclass(frozen=True)
class Header:
    """Rows `first`..`last` of a sheet as a header. `labels`: per column the texts to try, most telling first."""

    first: int
    last: int
    labels: tuple[tuple[str, ...], ...]
    shown: tuple[str, ...]
    """Per column its lowest text, as people see it."""
    title: str
    """What stands above, joined."""
    depth: int
    """Rows above that look like data: the header is then a repeated one."""

    @cached_property
    def heads(self) -> str:
        """All texts of the header, joined."""
        return " ".join(dict.fromkeys(key(t) for texts in self.labels for t in texts))


def candidates(sheet: Sheet, knows: Callable[[str], bool]) -> list[Header]:
    """Every way in which the first rows may be a header: single rows, then pairs and triples of them.

    `knows`: whether a text is a header word of any ledger. Rows with far fewer known words than the best are data or titles.
    """
    texts = [[sheet.text(r, c) for c in range(sheet.width)] for r in range(min(DEEP, sheet.height))]
    merged = sheet.merged[sheet.merged[:, 0] < DEEP].tolist()
    filled = [sum(bool(t.strip()) for t in row) for row in texts]
    spans = [(r, r) for r in range(len(texts)) if filled[r] >= ENOUGH]
    carries = [_carries(merged, texts, r) for r in range(len(texts) - 1)]
    for height in range(2, _LEVELS + 1):
        for first in range(len(texts) - height + 1):
            last = first + height - 1
            if min(filled[first : last + 1]) >= ENOUGH and all(carries[first:last]):
                spans.append((first, last))
    found = [_header(sheet, merged, texts, first, last) for first, last in spans]
    known = [sum(any(map(knows, column)) for column in one.labels) for one in found]
    return [one for one, count in zip(found, known, strict=True) if count >= max(ENOUGH, _NEAR * max(known))]


def _carries(merged: list[list[int]], texts: list[list[str]], row: int) -> bool:
    """Whether a row may be an upper level of a header: merged across or down, or with blanks where the next row has texts."""
    for top, left, bottom, right in merged:
        if top <= row <= bottom and (row < bottom or right > left):
            return True
    return any(low.strip() and not up.strip() for up, low in zip(texts[row], texts[row + 1], strict=True))


def _header(sheet: Sheet, merged: list[list[int]], texts: list[list[str]], first: int, last: int) -> Header:
    levels = _levels(merged, texts, first, last)
    columns = [[row[c] for row in levels] for c in range(sheet.width)]
    labels = _spread([_labels(parts) for parts in columns], sheet, last)
    shown = tuple(next((t.strip() for t in reversed(parts) if t.strip()), "") for parts in columns)
    above = [[t for t in texts[r] if t] for r in range(first)]
    few = max(1, min(TITLE, sum(map(bool, labels)) // 2))
    title = " ".join(t for row in above if len(row) <= few for t in row)
    return Header(first, last, tuple(labels), shown, title, sum(len(row) > few for row in above))


def _levels(merges: list[list[int]], texts: list[list[str]], first: int, last: int) -> list[list[str]]:
    """The header's rows with horizontally merged cells filled right; without merges, blanks above a text are filled."""
    rows = [list(texts[r]) for r in range(first, last + 1)]
    merged = False
    for top, left, _bottom, right in merges:
        if first <= top <= last and right > left:
            merged = True
            rows[top - first][left + 1 : right + 1] = [rows[top - first][left]] * (right - left)
    if not merged:
        for level, row in enumerate(rows[:-1]):
            for c in range(1, len(row)):
                below = any(lower[c].strip() for lower in rows[level + 1 :])
                same_parent = all(upper[c] == upper[c - 1] for upper in rows[:level])
                if not row[c].strip() and below and same_parent:
                    row[c] = row[c - 1]
    return rows


def _labels(parts: Sequence[str]) -> tuple[str, ...]:
    """The texts to try for one column: all levels joined, the upper ones without 信息 and the like, the lowest alone."""
    stated = [p for n, p in enumerate(parts) if p.strip() and (n == 0 or p != parts[n - 1])]
    if len(stated) < 2:
        return tuple(stated)
    lowest, uppers = stated[-1], [_FILLER.sub("", key(p)) for p in stated[:-1]]
    tries = ["".join(stated), *(u + lowest for u in reversed(uppers) if u), lowest]
    return tuple(dict.fromkeys(tries))


def _spread(labels: list[tuple[str, ...]], sheet: Sheet, last: int) -> list[tuple[str, ...]]:
    """户主(与户主关系) over two columns is 户主 and, beside it, 与户主关系."""
    for c in range(1, len(labels)):
        told = _SPREAD.match(key(labels[c - 1][-1])) if labels[c - 1] else None
        beside = labels[c] == labels[c - 1] or (not labels[c] and sheet.columns[c].null_count < len(sheet.columns[c]) and last + 1 < sheet.height)
        if told and beside and (c + 1 == len(labels) or labels[c + 1] != labels[c - 1]):
            labels[c] = (told.group(2),)
    return labels


def assign(labels: Sequence[tuple[str, ...]], ledger: Ledger, declared: Mapping[str, str], typos: frozenset[str] = frozenset()) -> dict[str, tuple[int, Match]]:
    """Columns to fields, each field once: better fits first, then from the left.

    `declared`: header key → what daohu.toml calls it; `typos`: texts in which one wrong letter is forgiven.
    """
    offers = []
    for column, texts in enumerate(labels):
        for depth, text in enumerate(texts):
            matches = _declared(declared.get(key(text), ""), ledger) or ledger.words.match(text, typos=text in typos)
            offers += [(-m.fit, depth, -m.field.weight, m.rank, column, m) for m in matches]
            if matches and matches[0].fit >= BARE:
                break
    taken: dict[str, tuple[int, Match]] = {}
    used: set[int] = set()
    for *_, column, one in sorted(offers, key=lambda o: o[:5]):
        if one.field.name not in taken and column not in used:
            taken[one.field.name] = (column, one)
            used.add(column)
    for name, other, given in ledger.instead:
        if name not in taken and other in taken and given in taken:
            taken[name] = (taken[other][0], Match(ledger.by_name[name], EXACT))
            del taken[other]
    for name, other, any_of in ledger.last:
        if other in taken and not any(f in taken for f in any_of):
            taken[name] = (taken[other][0], Match(ledger.by_name[name], EXACT))
            del taken[other]
    return taken


def _declared(said: str, ledger: Ledger) -> list[Match]:
    """The field that daohu.toml means: by its name, its title or any of its header words."""
    if not said:
        return []
    fields = [f for f in ledger.fields if said in (f.name, f.title)] or [m.field for m in ledger.words.match(said)[:1]]
    return [Match(f, EXACT + 1) for f in fields[:1]]

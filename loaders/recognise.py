"""Which ledger a sheet is, where its header stands and what its columns mean: from the words, then from the content.

File names alone never decide. Where two readings stay possible the content decides: the words in a kind column, the
mechanism that a column, the title or the settings name. A wrong reading is worse than none: what a title or a header
rules out is not read, and the sheet is told of with the nearest kind and what it misses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.form_sheets import read_forms
from loaders.headers import ENOUGH, Header, assign, candidates
from loaders.kinds import Ledger
from loaders.normalise import text
from loaders.words import EXACT, Match, Words, bare, key
from loaders.workbook.sheet import Sheet

Labels = tuple[tuple[str, ...], ...]
_DECLARED = 100
_MOSTLY = 0.3
_SAMPLE = 400
"""Rows looked at to see what a kind column holds."""

_ASIDE = re.compile(r"^(序号?|编号|No\.?|NO\.?|no\.?|#|行号|\d+)$|备注|说明|签字|签名|盖章|填表|照片|^(合计|小计|总计)$", re.ASCII)


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
    rows: np.ndarray | None = None
    """Of forms, which became a table: Excel's row of each."""


@dataclass(frozen=True)
class Unrecognised:
    """Why a sheet is no ledger: `nearest` names the kind that fits best and what it misses; empty where nothing fits."""

    sheet: Sheet
    nearest: str


class Vocabulary:
    """All ledger kinds with the header words that settings declare, and whether a text is a header word of any of them."""

    def __init__(self, ledgers: Sequence[Ledger], columns: Mapping[str, str]) -> None:
        self.ledgers = tuple(ledgers)
        self._declared = {key(k): v for k, v in columns.items()}
        distinct = {(f.words, f.pattern): f for one in ledgers for f in one.fields}
        self._words = Words(distinct.values())
        self._read: dict[tuple[Labels, str], dict[str, tuple[int, Match]]] = {}

    def knows(self, header: str) -> bool:
        """Whether a text is a header word of any ledger."""
        return bool(self._words.match(header)) or key(header) in self._declared

    def columns(self, labels: Labels, ledger: Ledger) -> dict[str, tuple[int, Match]]:
        """Fields to columns; sheets of one workbook mostly have one header, which is read once."""
        if (labels, ledger.kind) not in self._read:
            found = assign(labels, ledger, self._declared)
            if ENOUGH <= len(found) < sum(map(bool, labels)):
                slips = frozenset(t for texts in labels for t in texts if not self.knows(t))
                found = assign(labels, ledger, self._declared, slips) if slips else found
            self._read[labels, ledger.kind] = found
        return self._read[labels, ledger.kind]


def recognise(sheet: Sheet, vocabulary: Vocabulary, declared: str = "") -> Recognised | Unrecognised:
    """The best reading of a sheet; `declared`: the ledger that settings say it is.

    A sheet without any header of a ledger (填表说明) is Unrecognised with nothing near."""
    if form := _forms(sheet, vocabulary, declared):
        return form
    best: tuple[float, Header, Ledger, dict[str, tuple[int, Match]]] | None = None
    nearest: tuple[float, str] = (0.0, "")
    for header in candidates(sheet, vocabulary.knows):
        for ledger in vocabulary.ledgers:
            named = ledger.is_called(declared)
            found = vocabulary.columns(header.labels, ledger)
            if sum(name != "seq" for name in found) < ENOUGH:
                continue
            missing = _missing(ledger, found)
            ruled_out = "" if named else _ruled_out(ledger, header, sheet) or _unproven(ledger, header, sheet, found)
            score = _score(sheet, ledger, found, header) + _DECLARED * named
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


def _forms(sheet: Sheet, vocabulary: Vocabulary, declared: str) -> Recognised | None:
    """A sheet of forms as a table of one row each; None where it is a table, or settings say that it is something else."""
    for ledger in vocabulary.ledgers:
        if ledger.form is None or (declared and not ledger.is_called(declared)):
            continue
        found = read_forms(sheet, ledger.words, *ledger.form)
        if found and not ledger.ruled_out(f"{found.title} {sheet.name}", ""):
            heads = " ".join(found.labels)
            return Recognised(found.sheet, ledger, (0, 0), dict(found.columns), found.labels, found.title, heads, rows=found.rows)
    return None


def unread_columns(found: Recognised) -> list[str]:
    """Headers of the columns that hold something and mean nothing to the ledger; a sequence number, a remark or a signature is none."""
    used = set(found.columns.values())
    rest = [(c, re.sub(r"\s+", "", label)) for c, label in enumerate(found.labels) if c not in used]
    told = [(c, label) for c, label in rest if label and not _ASIDE.search(bare(label) or label)]
    return list(dict.fromkeys(label for c, label in told if text.present(text.stated(found.sheet.columns[c].slice(found.header[1] + 1))).any()))


def _missing(ledger: Ledger, found: Mapping[str, object]) -> str:
    """What a sheet lacks of a kind, as a sentence; empty where it has all."""
    groups = [g for g in ledger.required if not any(f in found for f in g)]
    least, some = ledger.several
    if not groups and sum(f in found for f in some) >= least:
        return ""
    words = "、".join("或".join(ledger.by_name[f].title for f in g) for g in groups) or f"{least} 个以上的类别"
    return f"看似“{ledger.title}”，但缺少列：{words}"


def _ruled_out(ledger: Ledger, header: Header, sheet: Sheet) -> str:
    word = ledger.ruled_out(f"{header.title} {sheet.name}", header.heads)
    return f'看似“{ledger.title}”，但“{word}”说明它不是（如确是，请在 [[sheets]] 中写 ledger = "{ledger.title}"）' if word else ""


def _unproven(ledger: Ledger, header: Header, sheet: Sheet, found: Mapping[str, tuple[int, Match]]) -> str:
    """Why nothing speaks for a kind whose columns may stand in any ledger; empty where something does."""
    if len(found) < ledger.understood * sum(map(bool, header.labels)):
        return f"看似“{ledger.title}”，但多数列不认识"
    if ledger.unless and not any(f in found for f in ledger.unless) and not any(s in f"{header.title} {sheet.name} {sheet.path_told}" for s in ledger.signs):
        return f"看似“{ledger.title}”，但缺少列：{'或'.join(ledger.by_name[f].title for f in ledger.unless)}"
    if not ledger.proven:
        return ""
    name, words = ledger.vocabulary
    heads = header.heads if not ledger.tell or any(f in found for f in ledger.tell) else ""
    said = f"{header.title} {sheet.name} {sheet.path_told} {heads}"
    told = any(s in said for s in ledger.signs) or (name in found and _share(sheet, found[name][0], header.last, words) >= _MOSTLY)
    return "" if told else f'看似“{ledger.title}”，但标题和类别都没有说明它是哪种台账(请在 [[sheets]] 中写 ledger = "{ledger.title}")'


def _score(sheet: Sheet, ledger: Ledger, found: Mapping[str, tuple[int, Match]], header: Header) -> float:
    """How much speaks for a reading: recognised columns by weight and fit, signs, vocabulary; unread columns against."""
    score = sum(m.field.weight * m.fit / EXACT for _, m in found.values()) - header.depth
    read = {c for c, _ in found.values()}
    score -= 0.6 * sum(bool(texts) for c, texts in enumerate(header.labels) if c not in read)
    said = f"{header.title} {sheet.name}"
    score += 1.5 * any(s in said for s in ledger.signs) + 0.5 * any(s in f"{said} {sheet.path_told}" for s in ledger.signs)
    score -= 3 * sum(word in header.heads for word in ledger.against)
    name, words = ledger.vocabulary
    return score + (8 * _share(sheet, found[name][0], header.last, words) if name in found else 0)


def _share(sheet: Sheet, column: int, last: int, words: Sequence[str]) -> float:
    """Which part of a column's stated cells are words of a vocabulary; of several words in a cell the first counts."""
    first = pc.replace_substring_regex(text.stated(sheet.columns[column].slice(last + 1, _SAMPLE)), r"(?s)[、,，;；/\n\r].*$", "")
    cells = text.without_spaces(first)
    cells = cells.filter(pc.is_valid(cells))
    if not len(cells) or not words:
        return 0.0
    return float(text.mask(pc.is_in(cells, value_set=pa.array(words, pa.string()))).mean())

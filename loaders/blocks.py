"""The data rows of one recognised sheet: which are skipped, what merged cells and 同上 stand for."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import text
from loaders.recognise import Recognised
from loaders.words import key

_TOTAL = r"^.{0,14}(小计|合计|总计|共计|累计)([:：(（].*)?$"
_TOTAL_ALONE = r"^(合计|小计|总计|共计|累计)([:：])?$"
"""Alone in the sequence's or a unit's column it tells a subtotal, whatever stands beside it."""
_FOOTER = (
    r"^(填表人|制表人?|填报人|审核人?|填报单位|负责人签字|负责人[(（]签|单位负责人|经办人|填报日期|填表日期|报送日期|制表日期|注[:：]|备注[:：]|说明[:：]|填表说明|"
    r"(村民)?小组长[(（]?签|签字|盖章|第.{1,4}页|联系人[:：]|联系电话[:：])"
)
_LONE_FOOTER = r"^(\d{4}年\d{1,2}月(\d{1,2}日)?|.*[(（](盖章|签字|公章|签章)[)）].*|单位[:：].*)$"
ZERO = "零报告"


@dataclass(frozen=True)
class Totals:
    """A 合计/小计 row: its row number, its first text, and its cells by field."""

    row: int
    label: str
    cells: dict[str, str]


@dataclass
class Block:
    """Rows that state something, of one sheet. All arrays have one entry per kept row, in the order of the sheet."""

    found: Recognised
    mechanism: str
    """The mechanism that the sheet's title, name, header or settings give; empty where none."""
    rows: np.ndarray
    """Excel row numbers."""
    cells: dict[str, pa.Array]
    """Field → text with merged cells and 同上 filled down, otherwise as written."""
    numeric: dict[str, np.ndarray]
    blank: dict[str, np.ndarray]
    """Where a cell was physically blank in the sheet and no merged range covers it."""
    continued: dict[str, np.ndarray]
    """Where a cell only continues a merged range: its text stands in the range's first row."""
    extra: pa.Array
    """Everything in columns that no field claims, joined: part of what a row states."""
    rows_in: int
    skipped: int
    section: np.ndarray
    """Per row the number of section rows above it: 0 before the first."""
    sections: list[str]
    """The texts of the section rows (a village's name merged across the table)."""
    totals: list[Totals] = field(default_factory=list)
    zero: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    """Rows that say 零报告."""
    declared: str = ""
    """The ledger that settings say the sheet is."""

    @property
    def file(self) -> str:
        return self.found.sheet.file

    @property
    def name(self) -> str:
        return self.found.sheet.name

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """What names the ledger, most telling first: settings, title, sheet, file."""
        return self.declared, self.found.title, self.name, self.found.sheet.path_told


def block(found: Recognised, mechanism: str = "") -> Block:
    """Cut the data rows out of a sheet. rows_in counts every row below the header down to the last that is not blank."""
    sheet, last = found.sheet, found.header[1]
    start, height = last + 1, sheet.height - last - 1
    columns = [c.slice(start) for c in sheet.columns]
    tidied = [text.tidy(c) for c in columns]
    given = np.array([text.present(c) for c in tidied]).reshape(len(columns), height)
    blank_row = ~given.any(axis=0)
    end = int(np.flatnonzero(~blank_row)[-1]) + 1 if (~blank_row).any() else 0
    first_text = _first_text(tidied, given)
    few = given.sum(axis=0)
    named = [c for f, c in found.columns.items() if found.ledger.by_name[f].cell in ("name", "id")]
    no_name = ~given[named].any(axis=0) if named else np.ones(height, bool)
    total = text.mask(pc.match_substring_regex(first_text, _TOTAL)) & (no_name | (few <= 3))
    for c in (c for f, c in found.columns.items() if f == "seq" or found.ledger.by_name[f].cell == "unit"):
        total |= text.mask(pc.match_substring_regex(text.without_spaces(tidied[c]), _TOTAL_ALONE))
    footer = text.mask(pc.match_substring_regex(first_text, _FOOTER)) & (few <= 4)
    footer |= text.mask(pc.match_substring_regex(first_text, _LONE_FOOTER)) & (few == 1)
    repeated = _repeated(tidied, found, height)
    only_seq = few == given[found.columns["seq"]].astype(int) if "seq" in found.columns else np.zeros(height, bool)
    plain = ~(blank_row | total | footer | repeated)
    section = plain & (few == 1) & _across(found, tidied, given, start)
    skip = ~plain | only_seq | section
    keep = np.flatnonzero(~skip[:end])
    sources, covered = _fill(found, columns, skip, start, height)
    cells, numeric, blanks, continued = {}, {}, {}, {}
    for name, c in found.columns.items():
        source = sources[c][keep]
        cells[name] = columns[c].take(pa.array(source))
        mask = sheet.numeric[c]
        if mask is not None:
            numeric[name] = mask[start:][source]
        blanks[name] = ~given[c][keep] & ~covered[c][keep]
        continued[name] = covered[c][keep] & ~given[c][keep]
    return Block(
        found=found,
        mechanism=mechanism,
        rows=keep + start + sheet.first_row if found.rows is None else found.rows[keep],
        cells=cells,
        numeric=numeric,
        blank=blanks,
        continued=continued,
        extra=_extra(columns, found, keep),
        rows_in=end,
        skipped=int(skip[:end].sum()),
        section=np.cumsum(section)[keep] if height else np.zeros(0, np.int64),
        sections=first_text.filter(pa.array(section)).to_pylist(),
        totals=[_totals(columns, found, int(r), start) for r in np.flatnonzero(total[:end])],
        zero=_zero(columns, keep),
    )


def _first_text(columns: list[pa.Array], given: np.ndarray) -> pa.Array:
    """Per row the first cell that is not blank, compact; of a row with a single text, that text wherever it stands."""
    out = pa.nulls(given.shape[1], pa.string())
    lone = given.sum(axis=0) == 1
    for number, column in enumerate(columns):
        if number < 4:
            out = pc.coalesce(out, column)
        elif (here := lone & given[number]).any():
            out = pc.if_else(pa.array(here), column, out)
    return text.without_spaces(out)


def _across(found: Recognised, columns: list[pa.Array], given: np.ndarray, start: int) -> np.ndarray:
    """Where a single text stands across the table: merged over several columns, or in a column that holds something else."""
    height = given.shape[1]
    wide = np.zeros(height, bool)
    for top, left, bottom, right in found.sheet.merged.tolist():
        if top == bottom and top >= start and right > left:
            wide[top - start] = True
    beside = {c for f, c in found.columns.items() if f != "seq"}
    for c, column in enumerate(columns):
        if c not in beside and given[c].any():
            wide |= given[c] & ~text.mask(pc.match_substring_regex(column, r"^[\d.]+$"))
    for column in columns:
        wide &= ~text.mask(pc.match_substring(column, ZERO))
    return wide


def _repeated(columns: list[pa.Array], found: Recognised, height: int) -> np.ndarray:
    """Rows that say the header again: most of the header's words stand in their own columns."""
    same, words = np.zeros(height, int), 0
    for r in range(found.header[0], found.header[1] + 1):
        hits, count = np.zeros(height, int), 0
        for c, column in enumerate(columns):
            word = found.sheet.text(r, c)
            if key(word):
                count += 1
                said = pa.array([word, key(word)], pa.string())
                hits += text.mask(pc.is_in(column, value_set=pa.concat_arrays([said, text.tidy(said)])))
        same, words = (hits, count) if count >= words else (np.maximum(same, hits), words)
    return same >= max(2, 0.6 * words)


def _fill(found: Recognised, columns: list[pa.Array], skip: np.ndarray, start: int, height: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Per column the row that each cell takes its text from, and which cells a merged range covers."""
    identity = np.arange(height)
    sources, covered = [identity] * len(columns), [np.zeros(0, bool)] * len(columns)
    used = set(found.columns.values())
    merges: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _right in found.sheet.merged.tolist():
        if bottom > top and bottom >= start and left in used:
            merges.setdefault(left, []).append((max(top, start) - start, min(bottom - start, height - 1)))
    for c in used:
        source, cover = identity.copy(), np.zeros(height, bool)
        for top, bottom in merges.get(c, ()):
            source[top : bottom + 1] = top
            cover[top : bottom + 1] = True
        ditto = text.is_ditto(columns[c]) & ~skip
        if ditto.any():
            anchor = np.where(ditto | skip, -1, identity)
            source = np.where(ditto, source[np.maximum(np.maximum.accumulate(anchor), 0)], source)
        sources[c], covered[c] = source, cover
    return sources, covered


def _extra(columns: list[pa.Array], found: Recognised, keep: np.ndarray) -> pa.Array:
    taken = set(found.columns.values())
    rest = [(found.labels[c], column) for c, column in enumerate(columns) if c not in taken]
    parts = [
        pc.fill_null(pc.binary_join_element_wise(label, text.compact(column.take(pa.array(keep))), "="), "")
        for label, column in sorted(rest, key=lambda p: p[0])
    ]
    return pc.binary_join_element_wise(*parts, "|") if parts else pa.array([""] * len(keep), pa.string())


def _totals(columns: list[pa.Array], found: Recognised, row: int, start: int) -> Totals:
    texts = [columns[c][row].as_py() or "" for c in range(len(columns))]
    label = " ".join(t.strip() for t in texts if t.strip() and not t.strip().isdigit())
    return Totals(row + start + found.sheet.first_row, label, {f: texts[c] for f, c in found.columns.items()})


def _zero(columns: list[pa.Array], keep: np.ndarray) -> np.ndarray:
    out = np.zeros(len(keep), bool)
    for column in columns:
        out |= text.mask(pc.match_substring(column.take(pa.array(keep)), ZERO))
    return out

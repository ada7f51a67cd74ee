"""The data rows of one recognised sheet: which are skipped, what merged cells and 同上 stand for."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders import headers
from loaders.normalise import text
from loaders.recognise import Recognised

_TOTAL = r"^.{0,14}(小计|合计|总计|共计|累计)([:：(（].*)?$"
_FOOTER = (
    r"^(填表人|制表人?|填报人|审核人?|填报单位|负责人签字|负责人[(（]签|单位负责人|经办人|填报日期|填表日期|报送日期|制表日期|注[:：]|备注[:：]|说明[:：]|填表说明|(村民)?小组长[(（]?签|签字|盖章|第.{1,4}页|联系人[:：]|联系电话[:：])"
)
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
    totals: list[Totals] = field(default_factory=list)
    zero: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    """Rows that say 零报告."""

    @property
    def file(self) -> str:
        return self.found.sheet.file

    @property
    def name(self) -> str:
        return self.found.sheet.name


def block(found: Recognised, mechanism: str = "") -> Block:
    """Cut the data rows out of a sheet. rows_in counts every row below the header down to the last that is not blank."""
    sheet, last = found.sheet, found.header[1]
    start, height = last + 1, sheet.height - last - 1
    columns = [c.slice(start) for c in sheet.columns]
    given = np.array([text.present(text.tidy(c)) for c in columns]).reshape(len(columns), height)
    blank_row = ~given.any(axis=0)
    end = int(np.flatnonzero(~blank_row)[-1]) + 1 if (~blank_row).any() else 0
    first_text = _first_text(columns, given)
    few = given.sum(axis=0)
    named = [c for f, c in found.columns.items() if found.ledger.by_name[f].cell in ("name", "id")]
    no_name = ~given[named].any(axis=0) if named else np.ones(height, bool)
    total = text.mask(pc.match_substring_regex(first_text, _TOTAL)) & (no_name | (few <= 3))
    footer = text.mask(pc.match_substring_regex(first_text, _FOOTER)) & (few <= 4)
    repeated = _repeated(columns, found, start, height)
    only_seq = few == given[found.columns["seq"]].astype(int) if "seq" in found.columns else np.zeros(height, bool)
    skip = blank_row | total | footer | repeated | only_seq
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
        rows=keep + start + sheet.first_row,
        cells=cells,
        numeric=numeric,
        blank=blanks,
        continued=continued,
        extra=_extra(columns, found, keep),
        rows_in=end,
        skipped=int(skip[:end].sum()),
        totals=[_totals(columns, found, r, start) for r in np.flatnonzero(total[:end])],
        zero=_zero(columns, keep),
    )


def _first_text(columns: list[pa.Array], given: np.ndarray) -> pa.Array:
    """Per row the first cell that is not blank, compact."""
    out = pa.nulls(given.shape[1], pa.string())
    for column in columns[:4]:
        out = pc.coalesce(out, text.without_spaces(text.tidy(column)))
    return out


def _repeated(columns: list[pa.Array], found: Recognised, start: int, height: int) -> np.ndarray:
    """Rows that say the header again: most of the header's words stand in their own columns."""
    same, words = np.zeros(height, int), 0
    for r in range(found.header[0], found.header[1] + 1):
        hits, count = np.zeros(height, int), 0
        for c, column in enumerate(columns):
            word = headers.key(found.sheet.text(r, c))
            if word:
                count += 1
                hits += text.mask(pc.equal(pc.replace_substring_regex(text.without_spaces(text.tidy(column)), r"[*:]+", ""), word))
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
    parts = [pc.fill_null(pc.binary_join_element_wise(label, text.compact(column.take(pa.array(keep))), "="), "") for label, column in sorted(rest, key=lambda p: p[0])]
    return pc.binary_join_element_wise(*parts, "|") if parts else pa.array([""] * len(keep), pa.string())


def _totals(columns: list[pa.Array], found: Recognised, row: int, start: int) -> Totals:
    texts = [columns[c][int(row)].as_py() or "" for c in range(len(columns))]
    label = " ".join(t.strip() for t in texts if t.strip() and not t.strip().isdigit())
    return Totals(int(row) + start + found.sheet.first_row, label, {f: texts[c] for f, c in found.columns.items()})


def _zero(columns: list[pa.Array], keep: np.ndarray) -> np.ndarray:
    out = np.zeros(len(keep), bool)
    for column in columns:
        out |= text.mask(pc.match_substring(column.take(pa.array(keep)), ZERO))
    return out

"""All rows of one ledger kind, from all sheets together: what a kind's file works on, whole columns at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.blocks import Block
from loaders.kinds import Ledger
from loaders.normalise import dates, ids, numbers, private, text, vacancies
from loaders.problems import Problems

LOADED, REJECTED, DUPLICATE = 0, 1, 2
_FREE = ("text", "name", "unit")
"""Kinds of cells in which people write id numbers and phones that have no business there."""
_CODED = ("part", "urban_rural", "seq")
"""Fields of such kinds that hold codes; those of units hold them too (a grid's)."""
_RESULTS = ("result", "state", "content", "way")
"""Fields that become the outcome of an event."""


class Rows:
    """Rows in the order of relative path, sheet, row. `status` starts as LOADED; a kind rejects, duplicates follow.

    `ledger_names`: per row the Chinese name of the ledger it was delivered under (一个台账种类 may serve several ledgers).
    """

    def __init__(self, ledger: Ledger, blocks: Sequence[Block], problems: Problems) -> None:
        self.ledger = ledger
        self.blocks = list(blocks)
        self.problems = problems
        self.sheet = np.repeat(np.arange(len(blocks), dtype=np.int32), [len(b.rows) for b in blocks])
        self.row = np.concatenate([b.rows for b in blocks]) if blocks else np.zeros(0, np.int64)
        self.status = np.zeros(len(self.row), np.int8)
        self.zero = np.concatenate([b.zero for b in blocks]) if blocks else np.zeros(0, bool)
        self.ledger_names = np.array([ledger.title] * len(self.row), object)
        self.first_copy = np.arange(len(self.row))
        """For a duplicate row, the row that said it first."""
        self.unit = np.full(len(self.row), -1, np.int64)
        """The unit (index of the tree) that each row speaks for: its village, else its town or county; -1 where it was not placed."""
        self.former: pa.Array | None = None
        """Of placed rows: what tells the people of a former village from those of its neighbours (loaders.former); null elsewhere."""
        self.beside: set[int] = set()
        """Rows that speak for further units."""
        self.category: pa.Array | None = None
        """Which part of its ledger each row is of, where a mechanism tells."""
        self.statement: pa.Array | None = None
        """What each row states, as one text; None of a kind whose rows are never duplicates."""
        self.filled: set[str] = set()
        """Fields whose cells were filled down or put in another's place while they were read."""
        self._cells: dict[str, pa.Array] = {}
        self._written: dict[str, pa.Array] = {}
        """Cells as written, of the columns out of which id numbers or phones were cut."""
        self._words: dict[str, pa.Array] = {}

    def __len__(self) -> int:
        return len(self.row)

    def has(self, field: str) -> bool:
        return any(field in b.cells for b in self.blocks)

    def cells(self, field: str) -> pa.Array:
        """Text of a field with merged cells and 同上 filled down; null where a sheet has no such column.

        Free text comes without the id numbers and phones in it: what is read from here on is what enters the graph, names of bodies
        that are told apart by them included.
        """
        if field not in self._cells:
            parts = [b.cells.get(field, text.empty(len(b.rows))) for b in self.blocks]
            written = pa.concat_arrays(parts) if parts else text.empty(0)
            written = self._code_or_id(field, written)
            self._cells[field] = self._cleaned(field, written)
            if self._cells[field] is not written:
                self._written[field] = written
        return self._cells[field]

    def _code_or_id(self, field: str, written: pa.Array) -> pa.Array:
        """A 户号 that is an id number is no 户号 but the head's id: it would stand in the graph, where no id number may."""
        if field not in ("household_code", "head_id") or not self.has("household_code"):
            return written
        codes = pa.concat_arrays([b.cells.get("household_code", text.empty(len(b.rows))) for b in self.blocks])
        alone = private.ids_alone(codes)
        if not alone.any():
            return written
        where = pa.array(alone)
        return pc.coalesce(written, pc.if_else(where, codes, None)) if field == "head_id" else pc.if_else(where, None, written)

    def _cleaned(self, field: str, written: pa.Array) -> pa.Array:
        known = self.ledger.by_name.get(field)
        if known is None or known.cell not in _FREE:
            return written
        return private.clean(written, codes=known.cell == "unit" or field in _CODED, instead=private.ELIDED if field in _RESULTS else "")

    def _in_full(self, field: str) -> pa.Array:
        """The words of a field as written, which tell two rows apart that differ in a phone only."""
        said = self.words(field)
        return text.compact(self._written[field]) if field in self._written else said

    def replace(self, field: str, cells: pa.Array) -> None:
        """Put filled-down text in place of what was written."""
        self.filled.add(field)
        self._cells[field] = cells
        self._words.pop(field, None)
        self._written.pop(field, None)

    def fill_down(self, field: str, follows: np.ndarray) -> None:
        """The rows of a mask take their text from the nearest row above in the same sheet that is not in the mask."""
        follows = follows & ~self.starts
        if not follows.any():
            return
        above = np.maximum.accumulate(np.where(follows, -1, np.arange(len(self))))
        self.replace(field, self.cells(field).take(pa.array(above)))

    @cached_property
    def starts(self) -> np.ndarray:
        """The first row of each sheet."""
        return np.r_[True, self.sheet[1:] != self.sheet[:-1]] if len(self) else np.zeros(0, bool)

    def numeric(self, field: str) -> np.ndarray:
        parts = [b.numeric.get(field, np.zeros(len(b.rows), bool)) for b in self.blocks]
        return np.concatenate(parts) if parts else np.zeros(0, bool)

    def blank(self, field: str) -> np.ndarray:
        """Where a cell was physically blank; True where the sheet has no such column."""
        parts = [b.blank.get(field, np.ones(len(b.rows), bool)) for b in self.blocks]
        return np.concatenate(parts) if parts else np.zeros(0, bool)

    def continued(self, field: str) -> np.ndarray:
        """Where a cell only continues a merged range that begins in an earlier row."""
        parts = [b.continued.get(field, np.zeros(len(b.rows), bool)) for b in self.blocks]
        return np.concatenate(parts) if parts else np.zeros(0, bool)

    def in_sheet(self, field: str) -> np.ndarray:
        """Whether the row's sheet has such a column."""
        return np.array([field in b.cells for b in self.blocks], bool)[self.sheet] if self.blocks else np.zeros(0, bool)

    @cached_property
    def extra(self) -> pa.Array:
        return pa.concat_arrays([b.extra for b in self.blocks]) if self.blocks else text.empty(0)

    @cached_property
    def sources(self) -> pa.Array:
        """``file#sheet!row`` per row."""
        heads = pa.array([f"{b.file}#{b.name}!" for b in self.blocks], pa.string()).take(pa.array(self.sheet))
        return pc.binary_join_element_wise(heads, pc.cast(pa.array(self.row), pa.string()), "")

    # ---- values, with their problems reported -------------------------------------------------------------------

    def names(self, field: str) -> pa.Array:
        """Names of persons; null also where a cell says that there is nobody (空缺, 待选)."""
        return vacancies.names(self.cells(field))

    def words(self, field: str) -> pa.Array:
        if field not in self._words:
            self._words[field] = text.compact(self.cells(field))
        return self._words[field]

    def ids(self, field: str) -> ids.Ids:
        """Id numbers; cells that are not readable are reported."""
        read = ids.id_numbers(self.cells(field), self.numeric(field))
        for code in ("id_length", "id_checksum", "id_precision_lost", "date_invalid"):
            self.report(code, read.problem == code, field)
        return read

    def dates(self, field: str) -> dates.Dates:
        read = dates.dates(self.cells(field), self.numeric(field))
        self.report("date_invalid", read.bad, field)
        return read

    def phones(self, field: str) -> pa.Array:
        value, bad = numbers.phones(self.cells(field))
        self.report("phone_invalid", bad, field)
        return value

    # ---- status and problems ------------------------------------------------------------------------------------

    def report(self, code: str, where: np.ndarray, field: str, notes: Sequence[str] | np.ndarray | str = "", values: pa.Array | None = None) -> None:
        """Report a problem for the rows of a mask, at the column of a field as its own sheet calls it.

        `notes`: one text, or one per row of the whole frame.
        """
        rows = np.flatnonzero(where)
        if not len(rows):
            return
        cells = (values if values is not None else self.cells(field)).take(pa.array(rows)).to_pylist() if field else [""] * len(rows)
        columns = [self.label(int(b), field) for b in self.sheet[rows]]
        said = [notes] * len(rows) if isinstance(notes, str) else [notes[int(r)] for r in rows]
        kind = self.ledger.by_name[field].cell if field else "text"
        files = [self.blocks[b].file for b in self.sheet[rows]]
        sheets = [self.blocks[b].name for b in self.sheet[rows]]
        self.problems.add(code, files, sheets, self.row[rows], columns, cells, said, [kind] * len(rows))

    def reject(self, code: str, where: np.ndarray, field: str, notes: Sequence[str] | np.ndarray | str = "", values: pa.Array | None = None) -> None:
        """Report and refuse the rows of a mask."""
        self.report(code, where, field, notes, values)
        self.status[where] = REJECTED

    def label(self, block: int, field: str) -> str:
        """What a sheet calls a field."""
        found = self.blocks[block].found
        column = found.columns.get(field)
        return found.labels[column].replace("\n", "") if column is not None else (self.ledger.by_name[field].title if field else "")

    @property
    def accepted(self) -> np.ndarray:
        return np.asarray(self.status == LOADED)

    def mark_duplicates(self, *beside: pa.Array, **normalised: pa.Array) -> None:
        """Of accepted rows that state exactly the same, the later ones become DUPLICATE.

        A statement is every column but the sequence number: as `normalised` has it, else its words; columns that no
        field claims; and what stands `beside` the row (the mechanism of its sheet).
        """
        stated = [f.name for f in self.ledger.fields if f.name != "seq" and (f.name in normalised or self.has(f.name))]
        said = [normalised[n] if n in normalised else self._in_full(n) for n in stated]
        parts = [pc.fill_null(pc.cast(c, pa.string()), "") for c in (*said, *beside, self.extra)]
        self.statement = key = pc.binary_join_element_wise(*parts, "\x1f")
        candidates = np.flatnonzero(self.accepted)
        codes = np.asarray(key.take(pa.array(candidates)).dictionary_encode().indices)
        _, first = np.unique(codes, return_index=True)
        original = candidates[first[codes]] if len(codes) else candidates
        later = original != candidates
        self.status[candidates[later]] = DUPLICATE
        self.first_copy[candidates[later]] = original[later]
        copies = np.flatnonzero(self.status == DUPLICATE)
        notes = np.full(len(self), "", object)
        notes[copies] = self.sources.take(pa.array(self.first_copy[copies])).to_pylist()
        self.report("duplicate_row", self.status == DUPLICATE, "", notes)

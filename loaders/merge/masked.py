"""A sheet without the rows that are no longer in force: what was filled down from them into rows that are stays filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders.blocks import Block
from loaders.merge.inputs import Input, masked_rows
from loaders.rows import Rows

FILLS = ("checksum", "sheet", "row", "field", "text")
"""Cells of rows in force that were filled down from rows that may be out of force by now: an edition keeps them."""


def no_fills() -> pd.DataFrame:
    """The table FILLS without a row."""
    return pd.DataFrame({c: pd.Series(dtype="int64" if c == "row" else "str") for c in FILLS})


def blocks_in_force(blocks: Iterable[Block], inputs: Mapping[str, Input], fills: pd.DataFrame) -> list[Block]:
    """Each sheet as it is in force: without the rows that its file (`inputs`, by name) has lost, with its own of the `fills`."""
    by_sheet, none = dict(iter(fills.groupby(["checksum", "sheet"]))), fills.iloc[:0]
    return [in_force(b, masked_rows(one, b.name, b.rows), by_sheet.get((one.checksum, b.name), none)) for b in blocks for one in (inputs[b.file],)]


def in_force(block: Block, gone: np.ndarray, fills: pd.DataFrame) -> Block:
    """The block without the rows of the mask `gone`, with the cells of `fills` (row, field, text) filled in.

    Its 合计 rows and typed counts are about rows that are not all there any more: they are left out.
    """
    if not gone.any():
        return block
    at = pa.array(np.flatnonzero(~gone))
    cells, blank, continued = dict(block.cells), dict(block.blank), dict(block.continued)
    for name, some in fills[fills["field"].isin(list(cells))].groupby("field"):
        field = str(name)
        where = np.flatnonzero(np.isin(block.rows, some["row"].to_numpy()))
        text = np.array(cells[field].to_pylist(), object)
        text[where] = some.set_index("row")["text"].reindex(block.rows[where]).to_numpy()
        cells[field] = pa.array(text, pa.string())
        blank[field], continued[field] = _without(blank[field], where), _without(continued[field], where)
    kept = ~gone
    return replace(
        block,
        rows=block.rows[kept],
        cells={f: c.take(at) for f, c in cells.items()},
        numeric={f: n[kept] for f, n in block.numeric.items()},
        blank={f: b[kept] for f, b in blank.items()},
        continued={f: _begun(c, gone)[kept] for f, c in continued.items()},
        extra=block.extra.take(at),
        rows_in=block.rows_in - int(gone.sum()),
        section=block.section[kept],
        totals=[],
        zero=block.zero[kept],
    )


def _without(mask: np.ndarray, where: np.ndarray) -> np.ndarray:
    out = mask.copy()
    out[where] = False
    return out


def _begun(continued: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """A cell whose merged range began in a row that is gone begins in the first that stays."""
    return np.asarray(continued & ~(np.r_[True, gone[:-1]] & ~gone))


def fills_of(readings: Sequence[Rows], masked: pd.DataFrame, checksums: dict[str, str]) -> pd.DataFrame:
    """What was filled down while the sheets of `masked` (file, sheet, row) were read, into rows that stay in force; columns FILLS."""
    gone = {key: some["row"].to_numpy() for key, some in masked.groupby(["file", "sheet"])}
    found = [
        frame
        for rows in readings
        for number, one in enumerate(rows.blocks)
        if (one.file, one.name) in gone
        for frame in _fills(rows, number, gone[one.file, one.name], checksums[one.file])
    ]
    return pd.concat(found, ignore_index=True) if found else no_fills()


def _fills(rows: Rows, number: int, gone: np.ndarray, checksum: str) -> list[pd.DataFrame]:
    one, at = rows.blocks[number], pa.array(np.flatnonzero(rows.sheet == number))
    found = []
    for field in sorted(rows.filled & set(one.cells)):
        told = np.array(rows.cells(field).take(at).to_pylist(), object)
        written = np.array(one.cells[field].to_pylist(), object)
        new = (told != written) & pd.notna(told) & ~np.isin(one.rows, gone)
        if new.any():
            found.append(pd.DataFrame({"checksum": checksum, "sheet": one.name, "row": one.rows[new], "field": field, "text": told[new]}))
    return found

"""A look at the records of an .xls before calamine takes memory for its cells.

calamine takes what a sheet's DIMENSIONS and its furthest cell ask for. One wrong byte there asks for 100 GB, which ends the process,
and with it the whole audit, without a word. This look costs as much again as calamine's own reading, for which an .xls needs a quarter
of the time of an .xlsx.
"""

from __future__ import annotations

import struct

from loaders.workbook.sheet import MAX_CELLS

__all__ = ["check_records"]

_FILEPASS, _EOF, _BOUNDSHEET, _DIMENSIONS, _BOF = 0x2F, 0x0A, 0x85, 0x200, 0x809
# FORMULA, LABELSST, NUMBER, LABEL, BOOLERR, RK, MULRK, RSTRING: they begin with row and column.
_CELLS = frozenset((0x06, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0xBD, 0xD6))
_SEEN = frozenset((_EOF, _DIMENSIONS, _BOF))
_HEAD = struct.Struct("<HHHH").unpack_from


def check_records(stream: bytes) -> bool:
    """Whether the workbook is encrypted. ValueError where a sheet's cells lie further apart than can be held."""
    at, sheets = 0, []
    while at <= len(stream) - 8:
        kind, length, low, high = _HEAD(stream, at)
        if kind == _FILEPASS and low:
            return True
        if kind == _BOUNDSHEET:
            sheets.append(low | high << 16)
        elif kind == _EOF:
            break
        at += 4 + length
    for start in sheets:
        _check_sheet(stream, start)
    return False


def _check_sheet(stream: bytes, at: int) -> None:
    """ValueError where the extent of the sheet that begins at `at` is beyond MAX_CELLS. Charts inside it hold no cells."""
    end, depth, last_row, last_column = len(stream) - 8, 0, 0, 0
    while at <= end:
        kind, length, row, column = _HEAD(stream, at)
        if kind in _CELLS:
            if row > last_row:
                last_row = row
            if column > last_column:
                last_column = column
        elif kind in _SEEN:
            if kind == _DIMENSIONS:
                _check_dimensions(stream[at + 4 : at + 4 + length])
            depth += 1 if kind == _BOF else -1 if kind == _EOF else 0
            if not depth:
                break
        at += 4 + length
    if (last_row + 1) * (last_column + 1) > MAX_CELLS:
        raise ValueError("extent of the cells")


def _check_dimensions(body: bytes) -> None:
    """Both forms of the record: rows in two bytes each, or in four. The ends are exclusive; (0, 0) is an empty sheet."""
    if len(body) not in (10, 14):
        raise ValueError("dimensions")
    top, bottom, left, right = struct.unpack_from("<HHHH" if len(body) == 10 else "<IIHH", body)
    if left > 0xFF or right < left:
        left = 0  # as calamine has it
    if bottom and right and not 0 < (bottom - top) * (right - left) <= MAX_CELLS:
        raise ValueError("extent of the dimensions")

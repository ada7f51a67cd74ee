"""Rows in the terminal: columns that line up, also where the text is Chinese and twice as wide."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table

from api.asking.forms import WRITERS, rows_of, write_csv, written
from graph.errors import OutputError

_GAP = "  "
_READABLE = 12
"""Cells of a column that is folded; where not even these fit, every row is shown as lines of its own."""
_FOLDED = 300
"""Rows up to which a table is folded: rich takes a second per 700 rows."""


def show_rows(table: pa.Table, console: Console) -> None:
    """All rows: as columns; folded where a terminal is too narrow; else a line per value. A pipe is as wide as it takes."""
    names = list(table.column_names)
    rows = [[_line(written(value)) for value in row] for batch in table.to_batches() for row in rows_of(batch)]
    widths = [max([cell_len(name), *(cell_len(row[i]) for row in rows)]) for i, name in enumerate(names)]
    right = [pa.types.is_integer(f.type) or pa.types.is_floating(f.type) for f in table.schema]
    if not console.is_terminal or sum(widths) + len(_GAP) * (len(names) - 1) <= console.width:
        console.print("\n".join(_columns(names, rows, widths, right)), markup=False)
    elif len(rows) <= _FOLDED and sum(min(w, _READABLE) + 3 for w in widths) < console.width:
        shown = Table()
        for name, to_right in zip(names, right, strict=True):
            shown.add_column(name, justify="right" if to_right else "left", overflow="fold")
        for row in rows:
            shown.add_row(*row)
        console.print(shown, markup=False, soft_wrap=False)
    else:
        console.print("\n".join(_records(names, rows)), markup=False)


def print_rows(form: str, batches: Iterable[pa.RecordBatch], check: Callable[[], None] = lambda: None) -> None:
    """All rows in a form on stdout, once they are all there; `check` is asked before, and raises where that was not all."""
    with tempfile.TemporaryDirectory(prefix=f"daohu-{os.getpid()}-") as folder:
        spooled = Path(folder) / f"rows.{form}"
        if form == "csv":
            write_csv(spooled, batches, encoding="utf-8", end="\n")
        else:
            WRITERS[form](spooled, batches)
        check()
        _to_stdout(spooled)


def _to_stdout(path: Path) -> None:
    try:
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise OutputError("接收结果的程序提前关闭了，没有写完。请用 --out 写到文件。") from None


def _columns(names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    def line(cells: Sequence[str]) -> str:
        fitted = (_right(c, w) if r else set_cell_size(c, w) for c, w, r in zip(cells, widths, right, strict=True))
        return _GAP.join(fitted).rstrip()

    yield line(names)
    yield _GAP.join("─" * width for width in widths)
    yield from map(line, rows)


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text


def _records(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    width = max(map(cell_len, names), default=0)
    for number, row in enumerate(rows, start=1):
        yield f"── 第 {number:,} 行"
        yield from (f"{set_cell_size(name, width)}{_GAP}{value}" for name, value in zip(names, row, strict=True))


def _line(text: str) -> str:
    """A value on one line, without what would move the cursor."""
    return "".join(c if c.isprintable() else " " for c in text) if not text.isprintable() else text

"""The CSV files of an audit: for programs, UTF-8 with BOM, exactly the columns of graph/result.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.result import CLAIMS, COVERAGE, DELIVERY, EVIDENCE, GAPS, GRIDS, LOAD, PROBLEMS, AuditResult

COLUMNS: dict[str, tuple[str, ...]] = {
    "coverage": COVERAGE,
    "gaps": GAPS,
    "problems": PROBLEMS,
    "load": LOAD,
    "delivery": DELIVERY,
    "claims": CLAIMS,
    "grids": GRIDS,
    "evidence": EVIDENCE,
}
_LIVE = r"^[\s\p{Z}\x0b\x1c-\x1f\x85]*[=+\-@＝＋－＠\t\r]"  # noqa: RUF001 (a Chinese Excel reads the full-width signs as formulas too)


def write_csv(result: AuditResult, name: str, path: Path) -> None:
    """Write one of COLUMNS. Columns that only the workbooks need (plain names, towns) stay out."""
    write_frame(getattr(result, name), COLUMNS[name], path)


def write_frame(frame: pd.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    """Write the columns of a frame as every CSV of ours is written."""
    tame(frame[list(columns)]).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n", date_format="%Y-%m-%d")


def tame(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with ledger text that a spreadsheet would run as a formula made plain by a leading ', numbers untouched."""
    changed = {}
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_float_dtype(column.dtype):
            changed[name] = _whole(column)
        elif pd.api.types.is_string_dtype(column.dtype):
            live = _live(column)
            if live.any():
                changed[name] = column.mask(live, "'" + column[live].astype("str"))
    return frame.assign(**changed)


def tame_head(name: str) -> str:
    """The head of a column in the same way: whoever writes a query names its columns."""
    return f"'{name}" if pc.match_substring_regex(pa.array([name]), _LIVE)[0].as_py() else name


def _live(column: pd.Series) -> np.ndarray:
    """Which cells are text that a spreadsheet would run."""
    texts = column.map(lambda v: v if isinstance(v, str) else None) if column.dtype == object else column
    cells = pa.array(texts, from_pandas=True)
    if pa.types.is_null(cells.type):
        return np.zeros(len(column), dtype=bool)
    found = pc.match_substring_regex(cells, _LIVE)
    live: np.ndarray = pc.fill_null(found, False).to_numpy(zero_copy_only=False)
    return live


def _whole(column: pd.Series) -> pd.Series:
    """Counts with holes arrive as floats: written as 7, not 7.0."""
    present = column.dropna()
    return column.astype("Int64") if len(present) == 0 or (present % 1 == 0).all() else column

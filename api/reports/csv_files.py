"""The CSV files of an audit: for programs, UTF-8 with BOM, exactly the columns of graph/result.py."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from graph.result import CLAIMS, COVERAGE, DELIVERY, EVIDENCE, GAPS, LOAD, PROBLEMS, AuditResult

COLUMNS: dict[str, tuple[str, ...]] = {
    "coverage": COVERAGE,
    "gaps": GAPS,
    "problems": PROBLEMS,
    "load": LOAD,
    "delivery": DELIVERY,
    "claims": CLAIMS,
    "evidence": EVIDENCE,
}
_LIVE = r"^\s*[=+\-@＝＋－＠\t\r]"  # noqa: RUF001 (a Chinese Excel reads the full-width signs as formulas too)


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
            texts = (column.map(lambda v: v if isinstance(v, str) else "") if column.dtype == object else column.fillna("")).astype("str")
            live = texts.str.contains(_LIVE, regex=True)
            if live.any():
                changed[name] = column.mask(live, "'" + texts)
    return frame.assign(**changed)


def _whole(column: pd.Series) -> pd.Series:
    """Counts with holes arrive as floats: written as 7, not 7.0."""
    present = column.dropna()
    return column.astype("Int64") if len(present) == 0 or (present % 1 == 0).all() else column

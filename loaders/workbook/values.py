"""The text of one cell that is not text: numbers, dates, times, truth values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np

__all__ = ["number_text", "number_texts", "value_text"]

# Integers up to here are exact in a float64; beyond, the digits that the workbook holds are the shortest ones that give the float.
_EXACT = float(2**53)


def number_text(value: float) -> str:
    """10000002.0 -> 10000002, 1987.1 -> 1987.1, 4.2058319870312e17 -> 420583198703120000, 1e-07 -> 0.0000001."""
    text = repr(value + 0.0)  # no -0
    if "e" in text:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def number_texts(values: np.ndarray) -> list[str]:
    """`number_text` over float64 values, without a look at each where all are whole numbers."""
    whole = np.abs(values) < _EXACT  # false for nan as well
    whole &= values == np.floor(values)
    if whole.all():
        return list(map(str, values.astype(np.int64).tolist()))
    return [number_text(value) for value in values.tolist()]


def value_text(value: object) -> str:
    """Dates as 1987-03-01, with a time of day 1987-03-01 08:30:00; durations as Excel shows them, 36:00:00; TRUE and FALSE."""
    if type(value) is dt.date:  # most of them
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        # Excel holds a time as a fraction of a day: 08:30 may arrive as 08:29:59.999.
        if value.microsecond >= 500_000 and value < dt.datetime(9999, 12, 31):
            value += dt.timedelta(seconds=1)
        return value.replace(microsecond=0).isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, dt.time):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        sign = "-" if seconds < 0 else ""
        minutes, second = divmod(abs(seconds), 60)
        return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"
    return str(value)

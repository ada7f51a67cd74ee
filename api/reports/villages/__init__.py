"""villages/*.xlsx: 一村一表, one workbook per town with a sheet per village, names masked."""

from __future__ import annotations

from api.reports.villages.book import write_villages

__all__ = ["write_villages"]

"""towns/*.xlsx: one workbook per town, to send back, fill in and load again."""

from __future__ import annotations

from api.reports.towns.pool import write_towns

__all__ = ["write_towns"]

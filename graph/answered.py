"""What towns answered in their workbooks (towns/*.xlsx): each answer speaks for its own subject of its own check only.

A confirmed nothing (零报告) makes an unknown a gap and leaves a gap one; a positive answer makes the one subject known where its ledger was
never delivered. That the others of the check are known does not follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import pyarrow as pa

from graph.edition import Edition

SCHEMA = pa.schema([("check", pa.string()), ("subject", pa.string()), ("slot", pa.string()), ("zero", pa.bool_()), ("source", pa.string())])
"""The edition's table ``answered``: `subject` is that of gaps.csv, `slot` the part of it that names a slot or post, `zero` a confirmed nothing."""
ZERO_HINT = "零报告："


def answered_table(edition: Edition) -> pa.Table:
    """The table of an edition; empty for one that was written without."""
    stored = edition.manifest.get("tables", {})
    assert isinstance(stored, Mapping)
    return edition.table("answered") if "tables/answered.parquet" in stored else SCHEMA.empty_table()


@dataclass(frozen=True)
class Answered:
    """The answers of one edition, by check."""

    table: pa.Table

    @cached_property
    def _by_check(self) -> dict[str, pd.DataFrame]:
        return {str(check): some for check, some in self.table.to_pandas().groupby("check")}

    def zeros(self, check: str) -> dict[str, str]:
        """Subject → the row that says that there is nothing."""
        some = self._by_check.get(check)
        return {} if some is None else dict(zip(some.loc[some["zero"], "subject"], some.loc[some["zero"], "source"], strict=True))

    def positive(self, check: str) -> set[str]:
        """Subjects of which an answer says what there is."""
        some = self._by_check.get(check)
        return set() if some is None else set(some.loc[~some["zero"], "subject"])

    def known(self, check: str) -> set[str]:
        """Subjects with any answer."""
        some = self._by_check.get(check)
        return set() if some is None else set(some["subject"])

"""The rows of a question, and how they came."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from api.asking.titled import for_people
from graph.columns import batches
from graph.errors import LimitError
from graph.queries import Query


@dataclass(frozen=True)
class Answer:
    """The rows as an Arrow table. `cut`: the limit of rows left some out. `warnings`: what another engine would answer otherwise.

    Open dates are as the store holds them (0001-01-01, 9999-12-31); files and tables for people show them empty.
    """

    table: pa.Table
    cut: bool = False
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    question: Query | None = None
    """The question of the library that it answers: a worksheet has its Chinese titles and words."""

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        names: list[str] = self.table.column_names
        return names

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.table.num_rows)

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a frame; whole numbers stay whole beside missing ones."""
        kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
        frame: pd.DataFrame = self.table.to_pandas(types_mapper=kinds.get)
        return frame

    def write(self, path: Path | str, form: str = "") -> Path:
        """Write all rows as csv, json, xlsx or arrow (else by the ending of the name), whole or not at all.

        Raises LimitError where rows were left out or the form has no room, OutputError where the file cannot be written.
        """
        from api.asking.files import form_of, write_file

        if self.cut:
            raise LimitError("这份答案只有前面一部分行，导出只写完整的。请放宽行数限额再查，或在查询里写 LIMIT 取样。")
        return write_file(Path(path), form, for_people(batches(self.table), self.question, form_of(Path(path), form)))

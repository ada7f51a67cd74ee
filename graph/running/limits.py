"""What a query may use, and where it runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.errors import LimitError, StoreError

BASE = 576 << 20
"""Bytes of address space that the interpreter, its libraries and the engine take before a query begins (measured: 570 MB).

Of the rest two thirds are the engine's pages (collecting, sorting, grouping), one third is what functions build and rows on their way."""
LEAST_MEMORY = 1 << 30
"""Bytes from which the embedded engine answers ordinary questions. With the default's 2 GB all of those tried fit, at 110,000 households."""


@dataclass(frozen=True)
class Limits:
    """Seconds on the clock until the last row is taken; rows (0: none); bytes of memory beside the mapped file.

    Raises LimitError for a limit under which nothing can run.
    """

    seconds: float = 60.0
    rows: int = 0
    memory: int = 2 << 30

    def __post_init__(self) -> None:
        if not 0 < self.seconds <= 86_400:
            raise LimitError(f"时间限额 {self.seconds:g} 秒不行。请给 0 到 86400 之间的秒数。")
        if self.rows < 0:
            raise LimitError(f"行数限额 {self.rows} 不行。请给 0（不限）或正数。")
        if self.memory < LEAST_MEMORY:
            raise LimitError(f"内存限额 {self.memory >> 20} MB 太小，引擎打不开。请至少给 {LEAST_MEMORY >> 20} MB。")


@dataclass(frozen=True)
class Target:
    """Where a query runs: an embedded file, or the server at an address (credentials from the environment)."""

    file: Path | None = None
    address: str = ""

    def __post_init__(self) -> None:
        if (self.file is None) == (not self.address):
            raise StoreError("查询要么在一个图库文件上，要么在一个服务器地址上。请给出其中一个。")

    @property
    def engine(self) -> str:
        """`embedded` or `neo4j`."""
        return "neo4j" if self.address else "embedded"

    @property
    def name(self) -> str:
        """For people and the log."""
        return self.address or str(self.file)

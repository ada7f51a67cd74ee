"""Sorting and paging by the address: page, size, sort, each checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from api.web.problems import BadRequestError

SIZE, LARGEST = 50, 200
_LAST = 1_000_000


@dataclass(frozen=True)
class Paging:
    """Which part of a list: `sort` is a key of the list's own columns, `column` the SQL for it (never the reader's own words)."""

    page: int
    size: int
    sort: str
    descending: bool
    column: str

    @classmethod
    def of(cls, request: Request, columns: Mapping[str, str], default: str, size: int = SIZE) -> Paging:
        """From ?page= &size= &sort= (``-name`` is descending). `columns`: the words of ?sort= → SQL. Raises BadRequestError."""
        said = request.query_params.get("sort") or default
        name = said.removeprefix("-")
        if name not in columns:
            raise BadRequestError(f"不能按“{name[:40]}”排序。", place="sort", step=f"可用：{'、'.join(columns)}；前面加 - 是从大到小。")
        return cls(
            _number(request, "page", 1, _LAST), _number(request, "size", size, LARGEST), name, said.startswith("-"), columns[name]
        )  # fmt: skip

    @property
    def order(self) -> str:
        """The ORDER BY's own part; a unique column must follow."""
        return f"{self.column} {'DESC' if self.descending else 'ASC'} NULLS LAST"

    @property
    def offset(self) -> int:
        """Rows before the page."""
        return (self.page - 1) * self.size

    def pages(self, total: int) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-total // self.size))

    def next_sort(self, name: str) -> str:
        """What a click on a column's head sorts by: the other way round where it is sorted by it already."""
        return f"-{name}" if self.sort == name and not self.descending else name

    def mark(self, name: str) -> str:
        """The sign in a column's head."""
        return ("▼" if self.descending else "▲") if self.sort == name else ""


def _number(request: Request, name: str, default: int, most: int) -> int:
    said = request.query_params.get(name)
    if said is None or said == "":
        return default
    if not said.isascii() or not said.isdigit() or not 1 <= int(said[:9]) <= most or len(said) > 9:
        raise BadRequestError(f"“{said[:20]}”不是 1 到 {most} 的整数。", place=name, step="请改正地址里的页码或每页行数。")
    return int(said)

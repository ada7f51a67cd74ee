"""What lists of the API have in common: page, size and sort as typed parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Path, Query

from api.web.paging import LARGEST, Paging

Page = Annotated[int, Query(ge=1, le=1_000_000, description="第几页，从 1 起", examples=[1])]
Size = Annotated[int, Query(ge=1, le=LARGEST, description="每页几条，至多 200", examples=[50])]
Ident = Annotated[str, Path(max_length=600, pattern=r"^[^\x00]*$", description="图中的标识；其中的 # 和 / 要写成 %23 和 %2F")]


def paged(columns: Mapping[str, str], page: int, size: int, sort: str) -> Paging:
    """The paging of parameters that are checked already."""
    name = sort.removeprefix("-")
    return Paging(page, size, name, sort.startswith("-"), columns[name])

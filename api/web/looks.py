"""Looks at unmasked names, id numbers and phones: only with the permission, and each in the log before anything is shown."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query

from api.results import Reader
from api.web.visiting import Visitor

Names = Annotated[
    Literal["masked", "plain"],
    Query(description="plain：姓名全名（户和人还有证号、电话）；要有“看姓名全名”的权限，每次都记入日志", examples=["masked"]),
]
_MOST = 200


def look(visitor: Visitor, reader: Reader, names: str, what: str, **details: object) -> bool:
    """Whether plain names are asked for: then the permission was there and the look stands in the log. Raises ForbiddenError without the permission."""
    if names != "plain":
        return False
    visitor.require("plain")
    visitor.note("looked", what=what, edition=reader.results.number, **{key: _short(value) for key, value in details.items()})
    return True


def _short(value: object) -> object:
    return [*value[:_MOST], f"…共 {len(value)}"] if isinstance(value, list) and len(value) > _MOST else value

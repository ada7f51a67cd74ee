"""Rows as plain Arrow columns, the same from both engines: int64, float64, bool, string, date32, lists of them.

A whole node, edge or path (an analyst's ``RETURN h``) becomes JSON text; no driver object leaves a store.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import lru_cache

import pyarrow as pa

from graph.errors import QueryError
from graph.portability.types import column_types


def plain_type(kind: pa.DataType) -> pa.DataType:
    """The type a column leaves with: decimal128 (Ladybug's sums) is int64, every integer int64, every text string."""
    if pa.types.is_decimal(kind) or pa.types.is_integer(kind):
        return pa.int64()
    if pa.types.is_floating(kind):
        return pa.float64()
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind):
        return pa.string()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(plain_type(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(f.name, plain_type(f.type)) for f in kind])
    return kind


def as_json(value: object) -> str | None:
    """A node, edge or path (as nested dicts and lists) as compact JSON; dates in ISO form, nulls inside left out."""
    return None if value is None else json.dumps(_without_nulls(value), ensure_ascii=False, sort_keys=True, default=_text)


def column(name: str, values: Sequence[object], fallback: pa.DataType | None = None) -> pa.Array:
    """A column from Python values; `fallback` is its type where no value tells.

    Raises QueryError where the values are of several types.
    """
    try:
        array = pa.array(values)
        return array.cast(fallback or plain_type(array.type) if pa.types.is_null(array.type) else plain_type(array.type))
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise QueryError(f"结果列 {name} 里混有几种类型的值({error})。请让这一列只有一种类型，例如 CASE 的各支一致。") from None


@lru_cache(maxsize=512)
def types_of(text: str) -> dict[str, pa.DataType]:
    """The columns' types as the text tells them, for results without rows or with nulls only (Bolt names no types)."""
    return {name: _arrow(kind) for name, kind in column_types(text).items() if kind is not None}


def _arrow(kind: str) -> pa.DataType:
    if kind.startswith("list[") and kind[5:-1] not in ("node", "edge"):
        return pa.list_(_arrow(kind[5:-1]))
    return {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "date": pa.date32()}.get(kind, pa.string())


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {k: _without_nulls(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_without_nulls(v) for v in value]
    return value


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else str(value)

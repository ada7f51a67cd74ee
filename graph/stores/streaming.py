"""Rows that come some at a time as Arrow record batches of one schema, with the types that the whole result would have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from graph.errors import QueryError
from graph.stores.values import plain_type


def record_batches(keys: Sequence[str], chunks: Iterable[Sequence[Sequence[object]]], typed: Mapping[str, pa.DataType]) -> Iterator[pa.RecordBatch]:
    """At least one batch, also of no rows. A batch waits until each of its columns has a type: nulls alone tell none.

    `typed` are the types that the text tells, for columns of nulls. Raises QueryError where the values of a column are of several types.
    """
    kinds = [pa.null() for _ in keys]
    waiting: list[list[pa.Array]] = []
    sent = False
    for rows in chunks:
        arrays = [_array(key, values) for key, values in zip(keys, zip(*rows, strict=True), strict=True)]
        kinds = [_joined(key, kind, array.type) for key, kind, array in zip(keys, kinds, arrays, strict=True)]
        waiting.append(arrays)
        told = [_told(key, kind, typed) for key, kind in zip(keys, kinds, strict=True)]
        if not any(_open(kind) for kind in told):
            yield from _batches(keys, waiting, told)
            kinds, waiting, sent = told, [], True
    if waiting or not sent:
        ends = [plain_type(_told(key, kind, typed)) for key, kind in zip(keys, kinds, strict=True)]
        yield from _batches(keys, waiting or [[pa.array([], kind) for kind in ends]], ends)


def _batches(keys: Sequence[str], waiting: Sequence[Sequence[pa.Array]], kinds: Sequence[pa.DataType]) -> Iterator[pa.RecordBatch]:
    for arrays in waiting:
        yield pa.RecordBatch.from_arrays([array.cast(kind) for array, kind in zip(arrays, kinds, strict=True)], names=list(keys))


def _array(name: str, values: Sequence[object]) -> pa.Array:
    try:
        array = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise _mixed(name, str(error)) from None
    return array if _open(array.type) else array.cast(plain_type(array.type))


def _joined(name: str, kind: pa.DataType, found: pa.DataType) -> pa.DataType:
    """The type of a column so far and now; whole numbers after numbers with a point are such numbers too."""
    if kind == found or pa.types.is_null(found) or (pa.types.is_floating(kind) and pa.types.is_integer(found)):
        return kind
    if pa.types.is_null(kind):
        return found
    if pa.types.is_list(kind) and pa.types.is_list(found):
        return pa.list_(_joined(name, kind.value_type, found.value_type))
    if pa.types.is_struct(kind) and [f.name for f in kind] == (names := [f.name for f in found]):
        return pa.struct([pa.field(n, _joined(name, kind.field(n).type, found.field(n).type)) for n in names])
    raise _mixed(name, f"{kind}, {found}")


def _told(name: str, kind: pa.DataType, typed: Mapping[str, pa.DataType]) -> pa.DataType:
    return typed.get(name, kind) if pa.types.is_null(kind) else kind


def _open(kind: pa.DataType) -> bool:
    """Whether a part of a column has had only nulls."""
    if pa.types.is_struct(kind):
        return any(_open(field.type) for field in kind)
    return pa.types.is_null(kind) or (pa.types.is_list(kind) and _open(kind.value_type))


def _mixed(name: str, why: str) -> QueryError:
    return QueryError(f"结果列 {name} 里混有几种类型的值({why})。请让这一列只有一种类型，例如 CASE 的各支一致。")

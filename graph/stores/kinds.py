"""The embedded engine's names of types (``STRUCT(a INT64, b STRING[])[]``) as Arrow types."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa

_PLAIN = {
    "STRING": pa.string(),
    "BOOL": pa.bool_(),
    "DATE": pa.date32(),
    "DOUBLE": pa.float64(),
    "FLOAT": pa.float64(),
    "TIMESTAMP": pa.timestamp("us"),
    "INTERVAL": pa.duration("us"),
    "NODE": pa.string(),
    "REL": pa.string(),
    "RECURSIVE_REL": pa.string(),
}
"""A node, edge or path leaves the store as JSON text (graph.stores.values)."""
_WHOLE = re.compile(r"U?INT(8|16|32|64|128)|SERIAL|DECIMAL\(.*\)")
_LIST = re.compile(r"(?P<inner>.*)\[\d*\]", re.DOTALL)


def arrow_kind(name: str) -> pa.DataType:
    """The Arrow type of an engine's type; text where it is none of these."""
    if holds_nodes(name):
        return pa.string()
    if match := _LIST.fullmatch(name):
        return pa.list_(arrow_kind(match["inner"]))
    if name.startswith("STRUCT("):
        return pa.struct([pa.field(field, arrow_kind(kind)) for field, kind in _fields(name[len("STRUCT(") : -1])])
    return pa.int64() if _WHOLE.fullmatch(name) else _PLAIN.get(name, pa.string())


def holds_nodes(name: str) -> bool:
    """Whether there are nodes, edges or paths in the values of a type."""
    return re.search(r"(?<![\w`])(NODE|REL|RECURSIVE_REL)(?!\w)", name) is not None


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """The fields ``a INT64, b STRUCT(c DATE, d BOOL)`` of a struct."""
    depth = start = 0
    for i, sign in enumerate(f"{text},"):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            field, _, kind = text[start:i].strip().partition(" ")
            yield field.strip("`"), kind.strip()
            start = i + 1

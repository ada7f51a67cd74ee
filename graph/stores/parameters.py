"""The parameters of a query, checked before an engine sees them: Ladybug answers a missing one with no rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from graph.errors import QueryError
from graph.portability.lexer import parameters as used_parameters

_used = lru_cache(maxsize=512)(used_parameters)


def bind(text: str, given: Mapping[str, object] | None) -> dict[str, object]:
    """The parameters that the text uses, out of those given. Raises QueryError naming the missing ones."""
    given = given or {}
    used = _used(text)
    missing = [name for name in used if name not in given]
    if missing:
        raise QueryError(f"查询缺少参数 {'、'.join('$' + m for m in missing)}；给出的有：{'、'.join(given) or '无'}。请补上后再查。")
    return {name: _plain(given[name]) for name in used}


def _plain(value: object) -> object:
    # Ladybug refuses tuples; Neo4j takes them.
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(v) for v in value]
    return value

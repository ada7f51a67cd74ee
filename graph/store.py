"""The promise that every engine keeps: an edition goes in whole, rows come out as Arrow tables.

No driver object leaves a store, so a check or a report cannot depend on an engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

import pyarrow as pa

from graph.edition import Edition

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, in Chinese; done; total)."""


def silent(_what: str, _done: int, _total: int) -> None:
    """The progress of someone who does not look."""


@dataclass(frozen=True)
class EditionMark:
    """What a store says of the edition it holds: its id, whether it is whole, its counts per label and edge, whether names
    are ``plain`` or ``masked``, the edition to which an unfinished push is under way, and whether it has a mark at all."""

    id: str
    whole: bool
    counts: Mapping[str, int]
    names: str = "plain"
    target: str = ""
    ours: bool = True


@runtime_checkable
class Store(Protocol):
    """An engine that holds one edition."""

    name: str
    """`embedded` or the address of the server, without credentials."""

    def mark(self) -> EditionMark | None:
        """The edition held, or None of an empty store."""

    def build(self, edition: Edition, *, names: str = "plain", progress: Progress = silent) -> None:
        """Fill an empty store with the whole edition; `names` is ``plain`` or ``masked``.

        Raises StoreError where the store is not empty or ends up with other counts than the edition's.
        """

    def clear(self) -> None:
        """Empty the store."""

    def query(self, text: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """Rows of a read query; every column is aliased in the text. Integers come back as int64, dates as date32."""

    def close(self) -> None:
        """Let go of files and connections."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


_BOLT = {f"{protocol}{suffix}" for protocol in ("bolt", "neo4j") for suffix in ("", "+s", "+ssc")}


def open_store(address: str, folder: Path) -> Store:
    """The store behind an address: ``embedded`` (its file in `folder`), a ``bolt``/``neo4j`` address (+s, +ssc), or ``py2neo+`` before one.

    Raises StoreError for an address that no store knows, naming those it knows.
    """
    if address == "embedded":
        from graph.stores.embedded import EmbeddedStore

        return EmbeddedStore(folder / "daohu.lbug")
    scheme, found, _ = address.partition("://")
    if found and scheme in _BOLT:
        from graph.stores.neo4j import Neo4jStore

        return Neo4jStore(address)
    if found and scheme.removeprefix("py2neo+") in _BOLT:
        from graph.stores.py2neo import Py2neoStore

        return Py2neoStore(address)
    from graph.errors import StoreError

    raise StoreError(f"不认识的图库地址 {address!r}。可用：embedded，或 bolt://主机：端口、neo4j://主机：端口(可加 +s、+ssc；前面可加 py2neo+)。")

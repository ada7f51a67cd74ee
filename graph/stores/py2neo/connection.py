"""One server over py2neo's Bolt client: a single connection, below its pools and its nodes.

Its pools ask a server that is gone again and again without end, and its own transactions know no time limit. The version
is pinned and there will be no other, so what is used here without being its public interface stays as it is.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from py2neo import ServiceProfile  # type: ignore[import-untyped]
from py2neo.client.bolt import Bolt, BoltTransactionRef  # type: ignore[import-untyped]
from py2neo.errors import ConnectionBroken, ConnectionLimit, ConnectionUnavailable, Neo4jError, ProtocolError, ServiceUnavailable  # type: ignore[import-untyped]

from graph.errors import DaohuError, QueryError, StoreError
from graph.stores.neo4j.link import Link, Row, Run, Streamed, T, first_line, stamp_of
from graph.stores.py2neo.values import plain

CONNECT = 10.0
RETRY = 30.0
"""Seconds until a connection, and the repeating of a write that the server called off for the moment, are given up."""
_ERRORS = (Neo4jError, ConnectionUnavailable, ConnectionBroken, ConnectionLimit, ServiceUnavailable, ProtocolError, OSError)


class Py2neoConnection(Link):
    """The server at `url`, called `address` in sentences. Raises StoreError where no password is set."""

    plain = staticmethod(plain)

    def __init__(self, address: str, url: str) -> None:
        super().__init__(address)
        self._url = url
        self._bolt: Any = None
        self._seen: tuple[str, ...] = ()

    def read(self, text: str, parameters: Mapping[str, object] | None = None) -> tuple[list[str], list[Row]]:
        with self._transaction(readonly=True) as run:
            result = run(text, parameters or {})
            return list(result.fields()), self._taken(result, -1)

    @contextmanager
    def streamed(self, text: str, parameters: Mapping[str, object], *, seconds: float, size: int) -> Iterator[Streamed]:
        with self._transaction(readonly=True, seconds=seconds) as run:
            result = run(text, parameters)
            yield list(result.fields()), iter(lambda: self._taken(result, size), [])

    def write(self, work: Callable[[Run], T]) -> T:
        until = time.monotonic() + RETRY
        while True:
            try:
                with self._transaction(readonly=False) as run:
                    return work(lambda text, parameters: self._taken(run(text, parameters), -1))
            except StoreError as error:
                if "Neo.TransientError" not in _code(error.__cause__) or time.monotonic() > until:
                    raise
            time.sleep(0.2)

    def stamp(self) -> tuple[str, int] | None:
        return stamp_of(self._seen[0]) if len(self._seen) == 1 else None

    def close(self) -> None:
        bolt, self._bolt = self._bolt, None
        if bolt is not None:
            with suppress(*_ERRORS):
                bolt.close()

    @contextmanager
    def _transaction(self, *, readonly: bool, seconds: float = 0) -> Iterator[Callable[[str, Mapping[str, object]], Any]]:
        """A transaction that ends well or not at all; yields what runs a text in it."""
        try:
            bolt = self._opened()
            begun = BoltTransactionRef(bolt, self._database, readonly=readonly)
            # As Bolt.begin does, which takes no bookmark and no time limit (in thousandths of a second).
            bolt._transaction = begun
            limit = {"tx_timeout": max(1, round(seconds * 1000))} if seconds else {}
            bolt._sync(bolt.append_message(0x11, {**begun.extra, **limit, "bookmarks": list(self._seen)}))
            bolt._audit(begun)

            def run(text: str, parameters: Mapping[str, object]) -> Any:
                try:
                    result = bolt.run(begun, text, dict(parameters))
                except (TypeError, ValueError, OverflowError) as error:
                    raise QueryError(f"有一个参数不能送给 {self.address}({error})。请改用文字、数、真假、日期或它们的列表。") from error
                bolt.sync(result)
                return result

            yield run
            self._seen = tuple(bolt.commit(begun))
        except BaseException as error:
            self._abandon()
            if isinstance(error, _ERRORS):
                raise self._said(error) from _cause(error)
            raise

    def _taken(self, result: Any, size: int) -> list[Row]:
        """The next rows of a result, all of them where `size` is -1; none at its end."""
        if not result.complete() and result.has_more_records():
            self._bolt.pull(result, n=size)
        return list(iter(result.take, None))

    def _abandon(self) -> None:
        """Leave an unfinished transaction: the server forgets it, or the connection is given up."""
        try:
            if self._bolt is not None:
                self._bolt.reset(force=True)
        except _ERRORS:
            self.close()

    def _opened(self) -> Any:
        if self._bolt is not None and (self._bolt.closed or self._bolt.broken):
            self.close()
        if self._bolt is None:
            self._bolt = self._connect()
        return self._bolt

    def _connect(self) -> Any:
        try:
            profile = ServiceProfile(self._url, auth=(self._user, self._password))
        except (TypeError, ValueError) as error:
            raise self.wrong_address(str(error)) from error
        # py2neo waits for an answer as long as the system does.
        socket.create_connection((profile.host, profile.port_number), timeout=CONNECT).close()
        bolt = Bolt.open(profile)
        if profile.routing:
            # A cluster's leader has everything that was written, so reads go there too.
            _, _, writers, _ = bolt.route(self._database)
            if writers and writers[0].address != profile.address:
                bolt.close()
                bolt = Bolt.open(writers[0])
        return bolt

    def _said(self, error: BaseException) -> DaohuError:
        cause = _cause(error)
        text = first_line(cause)
        if isinstance(cause, Neo4jError):
            return self.sentence(cause.code, text)
        if "protocol version" in text:
            return StoreError(f"{self.address} 上的 Neo4j 不再接受 Bolt 4.3，py2neo 连不上它。请去掉地址里的 py2neo+，用自带的驱动。")
        return self.unreachable(text)


def _cause(error: BaseException) -> Exception:
    """What the server or the network said, which py2neo often covers with that the connection is closed."""
    found: BaseException = error
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, (Neo4jError, TypeError)):
            found = at
        at = at.__cause__ or at.__context__
    return found if isinstance(found, Exception) else RuntimeError(str(found))


def _code(error: BaseException | None) -> str:
    return str(error.code) if isinstance(error, Neo4jError) else ""

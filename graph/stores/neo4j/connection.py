"""The default connection: the `neo4j` driver."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import neo4j
import neo4j.exceptions as errors

from graph.errors import DaohuError
from graph.stores.neo4j.link import Link, Row, Run, Streamed, T, first_line, stamp_of
from graph.stores.neo4j.values import plain


class Connection(Link):
    """The server at `address`, reached on first use. Raises StoreError where no password is set."""

    plain = staticmethod(plain)

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._driver: neo4j.Driver | None = None
        self._seen: neo4j.Bookmarks | None = None

    def read(self, text: str, parameters: Mapping[str, object] | None = None) -> tuple[list[str], list[Row]]:
        def work(transaction: neo4j.ManagedTransaction) -> tuple[list[str], list[Row]]:
            result = transaction.run(text, dict(parameters or {}))
            return list(result.keys()), result.values()

        with self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    @contextmanager
    def streamed(self, text: str, parameters: Mapping[str, object], *, seconds: float, size: int) -> Iterator[Streamed]:
        with self._session(neo4j.READ_ACCESS, fetch=size) as session, session.begin_transaction(timeout=seconds) as transaction:
            result = transaction.run(text, dict(parameters))
            yield list(result.keys()), iter(lambda: [record.values() for record in result.fetch(size)], [])

    def write(self, work: Callable[[Run], T]) -> T:
        def whole(transaction: neo4j.ManagedTransaction) -> T:
            return work(lambda text, parameters: transaction.run(text, dict(parameters)).values())

        with self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(whole)

    def stamp(self) -> tuple[str, int] | None:
        values = sorted(self._seen.raw_values) if self._seen is not None else []
        return stamp_of(values[0]) if len(values) == 1 else None

    def close(self) -> None:
        if self._driver is not None:
            self._driver.close()
            self._driver = None

    @contextmanager
    def _session(self, access: str, *, fetch: int = 10_000) -> Iterator[neo4j.Session]:
        try:
            if self._driver is None:
                self._driver = self._connect()
            # With the last bookmark a cluster's other member answers only when it has caught up with what was written here.
            with self._driver.session(database=self._database, default_access_mode=access, bookmarks=self._seen, fetch_size=fetch) as session:
                yield session
                self._seen = session.last_bookmarks()
        except (errors.DriverError, errors.Neo4jError, OSError, ValueError) as error:
            raise self._said(error) from error

    def _connect(self) -> neo4j.Driver:
        driver = neo4j.GraphDatabase.driver(
            self.address,
            auth=(self._user, self._password),
            connection_timeout=10,
            connection_acquisition_timeout=30,
            max_transaction_retry_time=30,
            notifications_min_severity="OFF",
        )
        try:
            # Without this a server that is not there is retried for as long as a transaction may be.
            driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
        return driver

    def _said(self, error: Exception) -> DaohuError:
        text = first_line(error)
        if isinstance(error, (errors.ServiceUnavailable, errors.SessionExpired, OSError)):
            return self.unreachable(text)
        if isinstance(error, (errors.ConfigurationError, ValueError)) and not isinstance(error, errors.AuthError):
            return self.wrong_address(text)
        code = getattr(error, "code", None) or ("Neo.ClientError.Security.Unauthorized" if isinstance(error, errors.AuthError) else "")
        return self.sentence(code, text)

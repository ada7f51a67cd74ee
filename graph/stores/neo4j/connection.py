"""One server over Bolt: reads, writes, what goes wrong as a sentence, and the number of its last transaction.

Credentials come from NEO4J_USERNAME and NEO4J_PASSWORD (NEO4J_DATABASE where it is not the default one), never from an address.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import neo4j
import neo4j.exceptions as errors

from graph.errors import QueryError, StoreError

Row = list[Any]
Run = Callable[[str, Mapping[str, object]], list[Row]]
"""Runs one text inside a transaction and gives its rows."""
T = TypeVar("T")
_INTEGERS = {0xC8: 1, 0xC9: 2, 0xCA: 4, 0xCB: 8}


class Connection:
    """The server at `address`, reached on first use. Raises StoreError where no password is set."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._user = os.environ.get("NEO4J_USERNAME") or "neo4j"
        self._password = os.environ.get("NEO4J_PASSWORD") or ""
        self._database = os.environ.get("NEO4J_DATABASE") or None
        if "@" in address:
            raise StoreError("图库地址里不能写用户名和密码。请改用环境变量 NEO4J_USERNAME 和 NEO4J_PASSWORD。")
        if not self._password:
            raise StoreError(f"没有 {address} 的密码。请设置环境变量 NEO4J_PASSWORD(用户名不是 neo4j 时再设 NEO4J_USERNAME)。")
        self._driver: neo4j.Driver | None = None
        self._seen: neo4j.Bookmarks | None = None

    def read(self, text: str, parameters: Mapping[str, object] | None = None) -> tuple[list[str], list[Row]]:
        """Columns and rows of a read query."""

        def work(transaction: neo4j.ManagedTransaction) -> tuple[list[str], list[Row]]:
            result = transaction.run(text, dict(parameters or {}))
            return list(result.keys()), result.values()

        with self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def rows(self, text: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """Rows of a read query."""
        return self.read(text, parameters)[1]

    def write(self, work: Callable[[Run], T]) -> T:
        """Do some work in one transaction; the driver may do it again, so it must look where it stands itself."""

        def whole(transaction: neo4j.ManagedTransaction) -> T:
            return work(lambda text, parameters: transaction.run(text, dict(parameters)).values())

        with self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(whole)

    def run(self, text: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """One writing text in a transaction of its own."""
        return self.write(lambda run: run(text, parameters or {}))

    def stamp(self) -> tuple[str, int] | None:
        """The database's own id and the number of its last transaction, as the last answer told; None where it cannot be read.

        Bolt's bookmarks say it (``FB:`` and base64 of a packed list of both). Their form is the server's own affair, so
        whoever asks must have another way to know.
        """
        values = sorted(self._seen.raw_values) if self._seen is not None else []
        return _stamp(values[0]) if len(values) == 1 else None

    def close(self) -> None:
        if self._driver is not None:
            self._driver.close()
            self._driver = None

    @contextmanager
    def _session(self, access: str) -> Iterator[neo4j.Session]:
        try:
            if self._driver is None:
                self._driver = self._connect()
            # With the last bookmark a cluster's other member answers only when it has caught up with what was written here.
            with self._driver.session(database=self._database, default_access_mode=access, bookmarks=self._seen, fetch_size=10_000) as session:
                yield session
                self._seen = session.last_bookmarks()
        except (errors.DriverError, errors.Neo4jError, OSError, ValueError) as error:
            raise self._sentence(error) from error

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

    def _sentence(self, error: Exception) -> StoreError | QueryError:
        text = str(getattr(error, "message", None) or error).strip().split("\n")[0]
        code = getattr(error, "code", None) or ""
        name = self.address
        if isinstance(error, errors.AuthError):
            return StoreError(f"{name} 不接受用户 {self._user} 的密码。请检查 NEO4J_USERNAME 和 NEO4J_PASSWORD({text})。")
        if isinstance(error, (errors.ServiceUnavailable, errors.SessionExpired, OSError)):
            return StoreError(f"连不上 {name}({text})。请检查 Neo4j 是否启动、地址和端口是否正确、防火墙是否放行。")
        if "CredentialsExpired" in code:
            return StoreError(f"{name} 要求先修改初始密码。请用 cypher-shell 登录改好密码后，再设 NEO4J_PASSWORD。")
        if ".Statement." in code and "ClientError" in code:
            return QueryError(f"查询出错：{text}")
        if isinstance(error, (errors.ConfigurationError, ValueError)):
            return StoreError(f"地址 {name} 不能用({text})。请写成 bolt://主机：端口 或 neo4j://主机：端口。")
        return StoreError(f"{name} 没有完成({code} {text})。请查看 Neo4j 的日志后重试。")


def _stamp(bookmark: str) -> tuple[str, int] | None:
    try:
        data = base64.b64decode(bookmark.removeprefix("FB:"), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not bookmark.startswith("FB:") or data[:3] != b"\x91\xcc\x10" or len(data) < 20:
        return None
    size = _INTEGERS.get(data[19], 0)
    number = int.from_bytes(data[20 : 20 + size], "big") if size else data[19]
    return data[3:19].hex(), number

"""One server over Bolt, whichever package speaks to it: what the store, its mark and its pushes ask of a connection.

Credentials come from NEO4J_USERNAME and NEO4J_PASSWORD (NEO4J_DATABASE where it is not the default one), never from an address.
"""

from __future__ import annotations

import base64
import binascii
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from graph.errors import DaohuError, LimitError, QueryError, StoreError

Row = list[Any]
Run = Callable[[str, Mapping[str, object]], list[Row]]
"""Runs one text inside a transaction and gives its rows."""
Streamed = tuple[list[str], Iterator[list[Row]]]
"""The columns of a result, and its rows some at a time."""
T = TypeVar("T")
_INTEGERS = {0xC8: 1, 0xC9: 2, 0xCA: 4, 0xCB: 8}


class Link(ABC):
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

    @abstractmethod
    def read(self, text: str, parameters: Mapping[str, object] | None = None) -> tuple[list[str], list[Row]]:
        """Columns and rows of a read query."""

    @abstractmethod
    def streamed(self, text: str, parameters: Mapping[str, object], *, seconds: float, size: int) -> AbstractContextManager[Streamed]:
        """Columns of a read query and its rows, `size` at a time; the server ends it after so many seconds (LimitError)."""

    @abstractmethod
    def write(self, work: Callable[[Run], T]) -> T:
        """Do some work in one transaction; it may be done again, so it must look where it stands itself."""

    @abstractmethod
    def stamp(self) -> tuple[str, int] | None:
        """The database's own id and the number of its last transaction, as the last answer told; None where it cannot be read.

        Bolt's bookmarks say it (``FB:`` and base64 of a packed list of both). Their form is the server's own affair, so
        whoever asks must have another way to know.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the server."""

    @staticmethod
    @abstractmethod
    def plain(value: object) -> object:
        """A value of a row without anything of the package's in it: dates native, a node, edge or path as JSON text."""

    def rows(self, text: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """Rows of a read query."""
        return self.read(text, parameters)[1]

    def run(self, text: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """One writing text in a transaction of its own."""
        return self.write(lambda run: run(text, parameters or {}))

    def sentence(self, code: str, text: str) -> DaohuError:
        """What a server said, by its code, for the person at the desk."""
        name = self.address
        if ".Security.Unauthorized" in code or ".Security.AuthenticationRateLimit" in code:
            return StoreError(f"{name} 不接受用户 {self._user} 的密码。请检查 NEO4J_USERNAME 和 NEO4J_PASSWORD({text})。")
        if "CredentialsExpired" in code:
            return StoreError(f"{name} 要求先修改初始密码。请用 cypher-shell 登录改好密码后，再设 NEO4J_PASSWORD。")
        if "TransactionTimedOut" in code:
            return LimitError("查询超过了时间限制，Neo4j 已把它停下。请缩小范围(例如只查一个乡镇)，或放宽时间限制。")
        if "OutOfMemory" in code:
            return LimitError(f"查询用的内存超过了 {name} 的限制，Neo4j 已把它停下。请缩小范围，或先汇总再返回({text})。")
        if ".Statement." in code and "ClientError" in code:
            return QueryError(f"查询出错：{text}")
        return StoreError(f"{name} 没有完成({code} {text})。请查看 Neo4j 的日志后重试。")

    def unreachable(self, text: str) -> StoreError:
        """Nobody answers at the address."""
        return StoreError(f"连不上 {self.address}({text})。请检查 Neo4j 是否启动、地址和端口是否正确、防火墙是否放行。")

    def wrong_address(self, text: str) -> StoreError:
        """The address is none that can be reached."""
        return StoreError(f"地址 {self.address} 不能用({text})。请写成 bolt://主机：端口 或 neo4j://主机：端口。")


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    return str(getattr(error, "message", None) or error).strip().split("\n")[0]


def stamp_of(bookmark: str) -> tuple[str, int] | None:
    """The database's id and the transaction that a bookmark tells, None where it is of another form."""
    try:
        data = base64.b64decode(bookmark.removeprefix("FB:"), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not bookmark.startswith("FB:") or data[:3] != b"\x91\xcc\x10" or len(data) < 20:
        return None
    size = _INTEGERS.get(data[19], 0)
    number = int.from_bytes(data[20 : 20 + size], "big") if size else data[19]
    return data[3:19].hex(), number

"""The Neo4j store: an edition as a rebuildable copy on a server, reached over Bolt.

Credentials come from NEO4J_USERNAME and NEO4J_PASSWORD (NEO4J_DATABASE where it is not the default one), never from an address.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import neo4j
import neo4j.exceptions as errors
import neo4j.graph
import neo4j.time
import pyarrow as pa

from graph.edition import Edition
from graph.errors import QueryError, StoreError
from graph.schema import EDGES, NODES
from graph.store import EditionMark, Progress, silent
from graph.stores.batches import batches
from graph.stores.contents import LOADING, MARK_LABEL, WHOLE, Source, differences, source
from graph.stores.parameters import bind
from graph.stores.values import as_json, column, types_of

BATCH = 20_000
"""Rows of one write transaction."""
_NODES, _EDGES = "节点总数", "边总数"


class Neo4jStore:
    """An edition on the server at `address` (bolt or neo4j, with +s or +ssc); it is reached on first use.

    Raises StoreError where no password is set.
    """

    def __init__(self, address: str) -> None:
        self.name = address
        self._user = os.environ.get("NEO4J_USERNAME") or "neo4j"
        self._password = os.environ.get("NEO4J_PASSWORD") or ""
        self._database = os.environ.get("NEO4J_DATABASE") or None
        if "@" in address:
            raise StoreError("图库地址里不能写用户名和密码。请改用环境变量 NEO4J_USERNAME 和 NEO4J_PASSWORD。")
        if not self._password:
            raise StoreError(f"没有 {address} 的密码。请设置环境变量 NEO4J_PASSWORD(用户名不是 neo4j 时再设 NEO4J_USERNAME)。")
        self._driver: neo4j.Driver | None = None
        self._checked = False

    def mark(self) -> EditionMark | None:
        held = self._counts()
        if not held[_NODES]:
            return None
        rows = self._read(f"MATCH (e:{MARK_LABEL}) RETURN e.id AS id, e.state AS state, e.counts AS counts, e.names AS names", {})[1]
        if len(rows) != 1 or None in rows[0]:
            return EditionMark("", whole=False, counts={})
        counts = {str(k): int(v) for k, v in json.loads(rows[0][2]).items()}
        return EditionMark(rows[0][0], whole=rows[0][1] == WHOLE and not differences(_expected(counts), held), counts=counts, names=rows[0][3])

    def build(self, edition: Edition, *, names: str = "plain", progress: Progress = silent) -> None:
        contents = source(edition, names)
        if self._counts()[_NODES]:
            raise StoreError(f"{self.name} 里已有数据，没有写入。确认可以清空后加 --replace 重来，或换一台空的 Neo4j。")
        self._checked = False
        self._write(f"CREATE (e:{MARK_LABEL}) SET e = $mark", {"mark": contents.mark(LOADING)})
        self._fill(contents, progress)
        if wrong := differences(_expected(edition.counts), self._counts()):
            raise StoreError(f"{self.name} 里的数量与版次 {edition.id} 不符：{wrong}。这份副本不完整，请加 --replace 重新推送。")
        self._write(f"MATCH (e:{MARK_LABEL}) SET e.state = $state", {"state": WHOLE})

    def clear(self) -> None:
        self._checked = False
        # The mark goes first, then edges: a unit has 100,000 of them, too many for one transaction with their node.
        for text in (
            f"MATCH (e:{MARK_LABEL}) WITH e LIMIT $n DETACH DELETE e RETURN count(*) AS n",
            "MATCH ()-[r]->() WITH r LIMIT $n DELETE r RETURN count(*) AS n",
            "MATCH (x) WITH x LIMIT $n DETACH DELETE x RETURN count(*) AS n",
        ):
            while self._write(text, {"n": BATCH}):
                pass

    def query(self, text: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        bound = bind(text, parameters)
        self._require_whole()
        keys, rows = self._read(text, bound)
        values: Iterator[tuple[object, ...]] = zip(*rows, strict=True) if rows else iter([()] * len(keys))
        typed = types_of(text)
        columns = [column(key, [_plain(v) for v in found], typed.get(key)) for key, found in zip(keys, values, strict=True)]
        return pa.Table.from_arrays(columns, names=keys)

    def close(self) -> None:
        if self._driver is not None:
            self._driver.close()
            self._driver = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _require_whole(self) -> None:
        """Refuse to read rows from a copy that is not whole; asked once per store."""
        if self._checked:
            return
        mark = self.mark()
        if mark is None:
            raise StoreError(f"{self.name} 是空的。请先推送一个版次(daohu push)。")
        if not mark.id:
            raise StoreError(f"{self.name} 里不是到户的数据。请换一台 Neo4j，或确认可以清空后加 --replace 重新推送。")
        if not mark.whole:
            raise StoreError(f"{self.name} 里版次 {mark.id} 的副本不完整(推送中断，或被别人改过)。请加 --replace 重新推送。")
        self._checked = True

    def _fill(self, contents: Source, progress: Progress) -> None:
        done, total = 0, contents.rows
        for node in NODES:
            self._write(f"CREATE CONSTRAINT daohu_{node.label.lower()}_id IF NOT EXISTS FOR (n:`{node.label}`) REQUIRE n.id IS UNIQUE", {})
        self._write("CALL db.awaitIndexes(300)", {})
        for label, table in contents.nodes():
            for batch in batches(table, BATCH):
                self._write(f"UNWIND $rows AS r CREATE (:`{label}` {batch.properties()})", batch.parameters)
                progress("写入 Neo4j", done := done + batch.rows, total)
        for (name, start, end), table in contents.edges():
            for batch in batches(table, BATCH):
                ends = f"MATCH (a:`{start}` {{id: {batch.values['from']}}}) MATCH (b:`{end}` {{id: {batch.values['to']}}})"
                self._write(f"UNWIND $rows AS r {ends} CREATE (a)-[:`{name}` {batch.properties('from', 'to')}]->(b)", batch.parameters)
                progress("写入 Neo4j", done := done + batch.rows, total)

    def _counts(self) -> dict[str, int]:
        """Nodes per label, edges per type and both totals (another hand's labels show in the totals); from the count store."""
        # A constant beside count() would be a group key, and an empty group has no row.
        patterns = {n.label: f"(x:`{n.label}`)" for n in NODES} | {e.name: f"()-[x:`{e.name}`]->()" for e in EDGES} | {_NODES: "(x)", _EDGES: "()-[x]->()"}
        texts = [f"MATCH {pattern} WITH count(x) AS n RETURN '{key}' AS k, n" for key, pattern in patterns.items()]
        return {str(k): int(n) for k, n in self._read(" UNION ALL ".join(texts), {})[1]}

    def _read(self, text: str, parameters: dict[str, object]) -> tuple[list[str], list[list[Any]]]:
        def work(transaction: neo4j.ManagedTransaction) -> tuple[list[str], list[list[Any]]]:
            result = transaction.run(text, parameters)
            return list(result.keys()), result.values()

        with self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def _write(self, text: str, parameters: dict[str, object]) -> int:
        """Run a write in its own transaction, retried by the driver; the number in its first row, or 0."""

        def work(transaction: neo4j.ManagedTransaction) -> int:
            rows = transaction.run(text, parameters).values()
            return int(rows[0][0]) if rows and isinstance(rows[0][0], int) else 0

        with self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(work)

    @contextmanager
    def _session(self, access: str) -> Iterator[neo4j.Session]:
        try:
            if self._driver is None:
                self._driver = self._connect()
            with self._driver.session(database=self._database, default_access_mode=access) as session:
                yield session
        except (errors.DriverError, errors.Neo4jError, OSError, ValueError) as error:
            raise self._sentence(error) from error

    def _connect(self) -> neo4j.Driver:
        driver = neo4j.GraphDatabase.driver(
            self.name,
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
        if isinstance(error, errors.AuthError):
            return StoreError(f"{self.name} 不接受用户 {self._user} 的密码。请检查 NEO4J_USERNAME 和 NEO4J_PASSWORD({text})。")
        if isinstance(error, (errors.ServiceUnavailable, errors.SessionExpired, OSError)):
            return StoreError(f"连不上 {self.name}({text})。请检查 Neo4j 是否启动、地址和端口是否正确、防火墙是否放行。")
        if "CredentialsExpired" in code:
            return StoreError(f"{self.name} 要求先修改初始密码。请用 cypher-shell 登录改好密码后，再设 NEO4J_PASSWORD。")
        if ".Statement." in code and "ClientError" in code:
            return QueryError(f"查询出错：{text}")
        if isinstance(error, (errors.ConfigurationError, ValueError)):
            return StoreError(f"地址 {self.name} 不能用({text})。请写成 bolt://主机：端口 或 neo4j://主机：端口。")
        return StoreError(f"{self.name} 没有完成({code} {text})。请查看 Neo4j 的日志后重试。")


def _expected(counts: Mapping[str, int]) -> dict[str, int]:
    """What the server must count: the edition's rows and the mark's own node."""
    nodes = sum(counts.get(n.label, 0) for n in NODES) + 1
    return {**counts, _NODES: nodes, _EDGES: sum(counts.get(e.name, 0) for e in EDGES)}


def _plain(value: Any) -> object:
    """A driver's value as plain Python: dates native, a node, edge or path as JSON text."""
    if isinstance(value, neo4j.time.Date):
        return value.to_native()
    if isinstance(value, (neo4j.graph.Node, neo4j.graph.Relationship, neo4j.graph.Path)):
        return as_json(_entity(value))
    if isinstance(value, list):
        return as_json([_entity(v) for v in value]) if value and _is_entity(value[0]) else [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value


def _is_entity(value: object) -> bool:
    return isinstance(value, (neo4j.graph.Node, neo4j.graph.Relationship, neo4j.graph.Path))


def _entity(value: Any) -> object:
    if isinstance(value, neo4j.graph.Path):
        return {"nodes": [_entity(n) for n in value.nodes], "edges": [_entity(r) for r in value.relationships]}
    if isinstance(value, neo4j.graph.Node):
        return {"_label": ":".join(sorted(value.labels)), **{k: _plain(v) for k, v in value.items()}}
    if isinstance(value, neo4j.graph.Relationship):
        return {"_label": value.type, **{k: _plain(v) for k, v in value.items()}}
    return value

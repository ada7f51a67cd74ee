"""The embedded store: one LadybugDB file, built once from an edition, proved by reopening, read only ever after.

Beside it stands its checksum, which `mark` compares. The file can be deleted at any time; it is built anew from the edition.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ladybug
import pyarrow as pa

from graph.columns import batches
from graph.durable import beside, clean, rename, replace_file
from graph.edition import EdgeKey, Edition
from graph.errors import LimitError, QueryError, StoreError
from graph.portability.apart import apart
from graph.schema import EDGE, EDGES, NODES, Property, Type
from graph.store import EditionMark, Progress, silent
from graph.stores.contents import MARK_LABEL, MARKED, WHOLE, Filling, differences, source
from graph.stores.kinds import arrow_kind, holds_nodes
from graph.stores.parameters import bind
from graph.stores.streaming import record_batches
from graph.stores.values import as_json, plain_type

POOL = 2 << 30
"""Bytes of memory for pages at most (the engine's own default is 80 % of the machine)."""
MAX_SIZE = 1 << 36
"""Bytes of address space for the file, a power of two (the default of 8 TB cannot be mapped under a memory limit)."""
_TYPES: dict[Type, str] = {"text": "STRING", "int": "INT64", "bool": "BOOLEAN", "date": "DATE"}
AT_ONCE = 5_000_000
"""Cells of a stream up to which the engine hands them over as one table, ten times as quick as row by row."""
_NODE_CELLS = 30
"""What a node or edge takes on its way to JSON, in cells."""
_NO_MEMORY = ("unable to allocate memory", "buffer pool is full", "bad_alloc", "cannot allocate memory")
_SIDE_FILES = (".wal", ".shadow", ".tmp", ".wal.checkpoint")
_SUM = ".sha256"
LAYOUT = "2"
"""How a file's tables are laid out, said before its checksum; a file of another layout is built anew. In the first, rows could be lost: see `_pair`."""
_CHUNK = 100_000


class EmbeddedStore:
    """An edition in the file `path`; memory, address space and threads (0: as many as there are) can be set lower for a limited process."""

    name = "embedded"

    def __init__(self, path: Path, *, pool: int = POOL, max_size: int = MAX_SIZE, threads: int = 0) -> None:
        self.path = path
        self._pool, self._max_size, self._threads = pool, max_size, threads
        self._database: Any = None
        self._connection: Any = None

    def mark(self) -> EditionMark | None:
        if not self.path.exists():
            return None
        if not self._require_undamaged():
            return EditionMark("", whole=False, counts={})
        try:
            rows = self._run(f"MATCH (e:{MARK_LABEL}) RETURN e.id AS id, e.state AS state, e.counts AS counts, e.names AS names", {}).to_pylist()
        except QueryError as error:
            raise StoreError(f"{self.path} 不是本程序建立的图库({error})。请移走这个文件后重新装载。") from None
        if len(rows) != 1:
            return EditionMark("", whole=False, counts={})
        counts = json.loads(rows[0]["counts"])
        return EditionMark(rows[0]["id"], whole=rows[0]["state"] == WHOLE and not differences(counts, self._counts()), counts=counts, names=rows[0]["names"])

    def build(self, edition: Edition, *, names: str = "plain", progress: Progress = silent) -> None:
        if self.path.exists():
            raise StoreError(f"图库文件 {self.path} 已经存在；图库建成后不再改动。要重建请先清空(clear)或删去它。")
        self.build_from(source(edition, names), progress)

    def build_from(self, contents: Filling, progress: Progress = silent) -> None:
        """Build the file from anything that can fill one; there must be none yet."""
        part = beside(self.path)
        building = EmbeddedStore(part, pool=self._pool, max_size=self._max_size)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._clean()
            _remove(part)
            building._fill(contents, progress)
            building._prove(contents)
            replace_file(self._sum, f"{LAYOUT} {_checksum(part)}".encode())
            rename(part, self.path)
        except OSError as error:
            raise StoreError(f"图库文件 {self.path} 写不成({error})。请检查磁盘空间和权限，或关闭占用它的程序后重试。") from error
        finally:
            building.close()
            with suppress(OSError):
                _remove(part)

    def clear(self) -> None:
        self.close()
        try:
            _remove(self.path)
            self._sum.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"图库文件 {self.path} 删不掉({error})。请关闭占用它的程序后重试。") from error

    def query(self, text: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        return self._run(text, bind(text, parameters))

    def stream(self, text: str, parameters: Mapping[str, object] | None = None, *, batch: int = 10_000, at_once: int = AT_ONCE) -> Iterator[pa.RecordBatch]:
        """The rows of `query` as record batches of one schema, at least one; a large result is fetched row by row, so that memory stays bounded."""
        with self._result(text, bind(text, parameters)) as result:
            names, kinds = result.get_column_names(), result.get_column_data_types()
            width = sum(_NODE_CELLS if holds_nodes(kind) else 1 for kind in kinds)
            if result.get_num_tuples() * width <= at_once:
                yield from batches(_whole(result), batch)
            else:
                told = {name: arrow_kind(kind) for name, kind in zip(names, kinds, strict=True)}
                yield from record_batches(names, _parts(result, kinds, batch), told)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._database is not None:
            self._database.close()
            self._database = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _open(self, *, read_only: bool) -> Any:
        """The connection, opened on first use."""
        if self._connection is None:
            if read_only and not self.path.exists():
                raise StoreError(f"还没有图库文件 {self.path}。请先装载(build)。")
            try:
                self._database = ladybug.Database(self.path, read_only=read_only, buffer_pool_size=self._pool, max_db_size=self._max_size)
                self._connection = ladybug.Connection(self._database, num_threads=self._threads)
            except (RuntimeError, OSError, IndexError) as error:
                self.close()
                raise StoreError(f"图库文件 {self.path} 打不开({_first_line(error)})。请删去它后重新装载，它可以随时由版次重建。") from error
        return self._connection

    def _run(self, text: str, parameters: dict[str, object]) -> pa.Table:
        with self._result(text, parameters) as result:
            return _whole(result)

    @contextmanager
    def _result(self, text: str, parameters: dict[str, object]) -> Iterator[Any]:
        """The engine's result of one statement."""
        if "to_json" in text.lower():
            # The client replaces to_json($p) by the parameter's text, also inside strings: what was checked is not what runs.
            raise QueryError("查询里不能写 to_json：引擎会在执行前改写它。请去掉。")
        connection = self._open(read_only=True)
        try:
            result = connection.execute(apart(text), parameters)
            if isinstance(result, list):
                for part in result:
                    part.close()
                raise QueryError("一次只能执行一条语句；请去掉分号后面的部分。")
            try:
                yield result
            finally:
                result.close()
        except RuntimeError as error:
            said = _first_line(error)
            if any(sign in said.lower() for sign in _NO_MEMORY):
                raise LimitError("查询超出内存限额，已经停止。请缩小范围（加 WHERE、先 count 再取），或给更多内存。") from None
            raise QueryError(f"查询出错：{said}{_hint(parameters)}") from None

    def _fill(self, contents: Filling, progress: Progress) -> None:
        connection = self._open(read_only=False)
        done, total = 0, contents.rows
        try:
            for statement in _node_tables(contents.extra):
                connection.execute(statement)
            for label, table in contents.nodes():
                connection.execute(f"COPY `{label}` FROM $arrow", {"arrow": table})
                done += table.num_rows
                progress("建立图库", done, total)
            made: set[EdgeKey] = set()
            for key, table in contents.edges():
                connection.execute(_pair(key, made, contents.extra))
                connection.execute(f"COPY `{key[0]}` FROM $arrow (from='{key[1]}', to='{key[2]}')", {"arrow": table})
                done += table.num_rows
                progress("建立图库", done, total)
            for key in ((e.name, *pair) for e in EDGES for pair in e.pairs):
                if key not in made:
                    connection.execute(_pair(key, made, contents.extra))
        except RuntimeError as error:
            raise StoreError(
                f"版次 {contents.edition.id} 装不进图库({_first_line(error)})。请检查磁盘空间；若是缺少标识，这个版次不完整，请重新装载台账。"
            ) from error
        mark = contents.mark(WHOLE)
        connection.execute(f"CREATE (:{MARK_LABEL} {{{', '.join(f'`{k}`: ${k}' for k in mark)}}})", mark)
        self.close()

    def _prove(self, contents: Filling) -> None:
        """Reopen read-only and count: a file that cannot be opened again, or lacks rows, never takes the name."""
        if wrong := differences(contents.counts, self._counts()):
            raise StoreError(f"图库与版次 {contents.edition.id} 的数量不符：{wrong}。没有建成，请重试；再次出现请报告。")
        self.close()

    def _counts(self) -> dict[str, int]:
        texts = {n.label: f"MATCH (n:`{n.label}`) RETURN count(*) AS n" for n in NODES}
        texts |= {e.name: f"MATCH ()-[r:`{e.name}`]->() RETURN count(*) AS n" for e in EDGES}
        return {key: self._run(text, {})["n"][0].as_py() for key, text in texts.items()}

    @property
    def _sum(self) -> Path:
        return self.path.with_name(self.path.name + _SUM)

    def _require_undamaged(self) -> bool:
        """Whether the file is laid out as this program does it. Raises StoreError for a changed byte in a page: the engine itself does not see
        it and would answer with other names and dates."""
        try:
            layout, _, expected = self._sum.read_text(encoding="ascii").rpartition(" ")
        except (FileNotFoundError, UnicodeDecodeError):
            layout = expected = ""
        if _checksum(self.path) != expected:
            raise StoreError(f"图库文件 {self.path} 已损坏(校验和不符)。请删去它后重试，它可以随时由版次重建。")
        return layout == LAYOUT

    def _clean(self) -> None:
        """Remove what an interrupted build or a foreign checkpoint left beside the file."""
        for suffix in _SIDE_FILES:
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        clean(self.path.parent, alone=False, of=self.path.name)


def _node_tables(extra: Mapping[str, tuple[Property, ...]]) -> list[str]:
    """The DDL of every label."""
    mark = ", ".join(f"`{name}` STRING" for name in MARKED)
    return [
        *(f"CREATE NODE TABLE `{n.label}`({_columns((*n.columns, *extra.get(n.label, ())))}, PRIMARY KEY(`id`))" for n in NODES),
        f"CREATE NODE TABLE `{MARK_LABEL}`({mark}, PRIMARY KEY(`id`))",
    ]


def _pair(key: EdgeKey, made: set[EdgeKey], extra: Mapping[str, tuple[Property, ...]]) -> str:
    """The DDL of one label pair of an edge type, noted in `made`.

    Pairs without rows come last: where one stands before a pair that has rows, a pattern of two edges whose second may go to several labels
    loses rows where the engine's vectors of 2,048 end (LadybugDB 0.22.0, seen from about 300,000 persons on).
    """
    name, start, end = key
    first = all(other[0] != name for other in made)
    made.add(key)
    ends = f"FROM `{start}` TO `{end}`"
    return f"CREATE REL TABLE `{name}`({ends}, {_columns((*EDGE[name].columns, *extra.get(name, ())))})" if first else f"ALTER TABLE `{name}` ADD {ends}"


def _columns(properties: tuple[Property, ...]) -> str:
    return ", ".join(f"`{p.name}` {_TYPES[p.type]}" for p in properties)


def _whole(result: Any) -> pa.Table:
    """All rows. The client takes memory for a chunk of ten million values beforehand unless it is told how many rows there are."""
    return _plain(result.get_as_arrow(chunk_size=max(1, min(result.get_num_tuples(), _CHUNK))))


def _plain(table: pa.Table) -> pa.Table:
    columns = [_plain_column(table.column(i)) for i in range(table.num_columns)]
    return pa.Table.from_arrays(columns, names=table.column_names)


def _plain_column(values: pa.ChunkedArray) -> pa.ChunkedArray:
    if _holds_nodes(values.type):
        return pa.chunked_array([pa.array([as_json(_renamed(v)) for v in values.to_pylist()], pa.string())])
    wanted = plain_type(values.type)
    return values if wanted == values.type else values.cast(wanted)


def _parts(result: Any, kinds: list[str], size: int) -> Iterator[list[list[object]]]:
    """The rows of a result, `size` at a time."""
    nodes = [i for i, kind in enumerate(kinds) if holds_nodes(kind)]
    wide = [i for i, kind in enumerate(kinds) if kind == "INT128" or kind.startswith("DECIMAL")]
    while part := result.get_n(size):
        for row in part:
            for i in nodes:
                row[i] = as_json(_renamed(row[i]))
            for i in wide:
                row[i] = int(row[i]) if isinstance(row[i], Decimal) else row[i]
        yield part


def _holds_nodes(kind: pa.DataType) -> bool:
    if pa.types.is_struct(kind):
        return any(f.name in ("_LABEL", "_NODES") or _holds_nodes(f.type) for f in kind)
    return (pa.types.is_list(kind) or pa.types.is_large_list(kind)) and _holds_nodes(kind.value_type)


def _renamed(value: object) -> object:
    """A node or edge as ``{"_label": …, properties}``, a path as ``{"nodes": […], "edges": […]}``, as Neo4j's are written."""
    if isinstance(value, list):
        return [_renamed(v) for v in value]
    if isinstance(value, dict):
        names = {"_LABEL": "_label", "_NODES": "nodes", "_RELS": "edges"}
        return {names.get(k, k): _renamed(v) for k, v in value.items() if k not in ("_ID", "_SRC", "_DST")}
    return value


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove(path: Path) -> None:
    for suffix in (*_SIDE_FILES, ""):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0]


def _hint(parameters: Mapping[str, object]) -> str:
    empty = [k for k, v in parameters.items() if v == [] or v is None]
    return f"(参数 {'、'.join('$' + k for k in empty)} 是空的，内嵌引擎认不出它的类型：空列表就不必查)" if empty else ""

"""The process that runs one query: ``python -m graph.running.worker``, a request on stdin, an Arrow stream on stdout.

It holds nothing but the request, opens the store anew, and ends with the query. Whatever a library prints goes to stderr: stdout
is moved away before anything else is loaded. When whoever started it goes away, so does it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

if __name__ == "__main__":
    _OUT = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

import pyarrow as pa

from graph.errors import DaohuError
from graph.running.containing import contain
from graph.running.messages import END, End, Request, decode
from graph.store import open_store

BATCH = 10_000
_MEMORY = "查询超出内存限额，已经停止。请缩小范围（加 WHERE、先汇总再取），或给更多内存。"

_WRITTEN = "推送之后有人在这台服务器上写过，这份副本的数量相符，内容没有逐行核对；核对请用 daohu push --verify。"

_Rows = tuple[Iterator[pa.RecordBatch], Callable[[], str]]
"""The rows, and, when they are read, what to tell beside them."""


class _Answer:
    """The stream of rows, begun with the first batch; its last batch has no rows and says how it ended."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._writer: Any = None
        self._schema = pa.schema([])

    def write(self, batch: pa.RecordBatch) -> None:
        if self._writer is None:
            self._begin(batch.schema)
        self._writer.write_batch(batch)
        self._out.flush()

    def end(self, end: End) -> None:
        if self._writer is None:
            self._begin(self._schema)
        nothing = pa.RecordBatch.from_arrays([pa.array([], f.type) for f in self._schema], schema=self._schema)
        self._writer.write_batch(nothing, custom_metadata={END: end.encode()})
        self._writer.close()
        self._out.flush()

    def _begin(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._writer = pa.ipc.new_stream(self._out, schema)


def answer(request: Request, out: BinaryIO) -> None:
    """Write the rows of a request and how it ended."""
    told = _Answer(out)
    try:
        end = _rows(request, told)
    except MemoryError:  # pyarrow's is one of these
        end = End("LimitError", _MEMORY)
    except DaohuError as error:
        end = End(type(error).__name__, str(error))
    told.end(end)


def _rows(request: Request, told: _Answer) -> End:
    """Write the rows."""
    left = request.rows
    batches, doubted = _neo4j(request) if request.address else _embedded(request)
    for batch in batches:
        told.write(batch.slice(0, left) if request.rows else batch)
        if request.rows and batch.num_rows > left:
            return End(cut=True, warning=doubted())
        left -= batch.num_rows
    return End(warning=doubted())


def _embedded(request: Request) -> _Rows:
    from graph.stores.embedded import EmbeddedStore

    store = EmbeddedStore(Path(request.file), pool=request.pool, max_size=request.mapped, threads=request.threads)
    return store.stream(request.text, request.parameters, batch=BATCH), lambda: ""


def _neo4j(request: Request) -> _Rows:
    from graph.stores.neo4j import Neo4jStore  # the other engine's process does without its libraries

    store = open_store(request.address, Path())
    assert isinstance(store, Neo4jStore)
    batches = store.stream(request.text, request.parameters, seconds=request.seconds, batch=BATCH, read_back=False)
    return batches, lambda: _WRITTEN if store.doubted else ""


def _end_with_caller() -> None:
    """The caller holds our stdin open: when it closes, nobody waits for an answer."""
    os.read(0, 1)
    os._exit(1)


def main(out: BinaryIO) -> None:
    """Run the request on stdin, of which the first eight bytes are its length."""
    asked = sys.stdin.buffer.raw if hasattr(sys.stdin.buffer, "raw") else sys.stdin.buffer
    size = int.from_bytes(_exactly(asked, 8), "big")
    request = decode(_exactly(asked, size))
    threading.Thread(target=_end_with_caller, daemon=True).start()
    contain(request.memory + request.mapped, request.seconds)
    answer(request, out)
    os._exit(0)  # closing a store takes its time, and there is nothing to close that the end of the process does not


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = b""
    while len(data) < size:
        if not (more := file.read(size - len(data))):
            os._exit(1)
        data += more
    return data


if __name__ == "__main__":
    main(_OUT)

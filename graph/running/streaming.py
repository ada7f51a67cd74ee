"""A query in a process of its own: started, read, and ended, whatever becomes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pyarrow as pa

from graph.errors import LimitError, QueryError, StoreError
from graph.running.limits import BASE, Limits, Target
from graph.running.messages import END, End, Request, ended

ROOT = Path(__file__).parent.parent.parent
"""The folder that `graph` is imported from."""
_KEPT = ("PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")
_SERVER = ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")
_QUIET = {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_FRUGAL = {"MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"}
"""Address space that is only reserved counts for the limit too."""
GRACE = 0.5
"""Seconds that a server has to end a transaction itself before the client is killed."""
_SMALLEST_MAP = 1 << 29
_THREADS = 8
_WINDOWS_CRASHES = (0xC0000005, 0xC0000017, 0xC00000FD, 0xC0000409)
"""Access violation, no memory, stack overflow, abort."""
_MEMORY_SIGNS = ("bad_alloc", "MemoryError", "Cannot allocate memory", "unable to allocate", "Out of memory")


class Stream:
    """The rows of a running query: iterate once. `cut` says afterwards whether rows were left out, `warning` what else to tell."""

    def __init__(self, process: subprocess.Popen[bytes], said: IO[bytes], limits: Limits) -> None:
        self.cut = False
        self.warning = ""
        self.rows = 0
        self.schema = pa.schema([])
        self._process, self._said, self._limits = process, said, limits
        self._began = time.monotonic()
        self._late = threading.Event()

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._began

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """Raises LimitError where it ran into a limit, QueryError or StoreError where the engine failed."""
        assert self._process.stdout is not None
        end: End | None = None
        try:
            reader = pa.ipc.open_stream(self._process.stdout)
            self.schema = reader.schema
            while end is None:
                batch, about = reader.read_next_batch_with_custom_metadata()
                if about is not None and END in about:
                    end = ended(about[END])
                else:
                    self.rows += batch.num_rows
                    yield batch
        except (pa.ArrowInvalid, OSError, EOFError, StopIteration):
            end = None
        if end is None:
            raise self._died()
        end.raise_error()
        self.cut, self.warning = end.cut, end.warning

    def require_whole(self) -> None:
        """Raise LimitError where rows were left out."""
        if self.cut:
            raise LimitError(
                f"结果超过 {self._limits.rows:,} 行，没有写出：导出只写完整的。请放宽行数限额，缩小范围；要取样，请在查询末尾写 LIMIT {self._limits.rows}。"
            )

    def expire(self) -> None:
        """End it because its time is over."""
        self._late.set()
        kill(self._process)

    def _died(self) -> LimitError | QueryError | StoreError:
        """Why there is no end: killed for its time, or gone on its own."""
        code = self._process.wait()
        if self._late.is_set() or -code == getattr(signal, "SIGALRM", 0):
            return out_of_time(self._limits)
        self._said.seek(0)
        said = self._said.read()[-4000:].decode(errors="replace")
        memory = f"内存限额（{self._limits.memory >> 20} MB）"
        if -code == getattr(signal, "SIGKILL", 0) or any(sign.lower() in said.lower() for sign in _MEMORY_SIGNS):
            return LimitError(f"查询超出{memory}，已经停止。请缩小范围（加 WHERE、先汇总再取），或给更多内存。")
        if code < 0 or code in _WINDOWS_CRASHES:
            # Where memory ends, the embedded engine mostly crashes; what crashes it otherwise the guard does not let through.
            name = signal.Signals(-code).name if code < 0 else hex(code)
            return LimitError(
                f"引擎执行到一半退出了（{name}），没有结果，数据没有受影响：多半是超出了{memory}。请缩小范围，或给更多内存；仍然如此，请换一种写法。"
            )
        return StoreError(f"查询进程没有答复就结束了（代码 {code}）：{said.strip().splitlines()[-1] if said.strip() else '没有说明'}。请重试；再次出现请报告。")


def out_of_time(limits: Limits) -> LimitError:
    """The sentence of a query whose time is over."""
    return LimitError(f"查询超过 {limits.seconds:g} 秒，已经停止，没有结果。请缩小范围（加 WHERE、先汇总再取、写 LIMIT），或放宽时间。")


@contextmanager
def stream(target: Target, text: str, parameters: Mapping[str, object], limits: Limits) -> Iterator[Stream]:
    """Run a text, already let through by the guard or the linter, and give its rows as they come. At the end nothing of it runs.

    Raises (also while rows are read) LimitError for time, rows or memory, QueryError where the engine refuses the text or fails,
    StoreError where the store cannot be opened.
    """
    with _reached(target) as file, tempfile.TemporaryFile() as said:
        request = _request(target, file, text, parameters, limits).encode()
        process = _start(target, said)
        running = Stream(process, said, limits)
        grace = GRACE if target.address else 0.0
        timer = threading.Timer(limits.seconds + grace, running.expire)
        timer.daemon = True
        try:
            timer.start()
            _ask(process, request)
            yield running
        finally:
            timer.cancel()
            kill(process)
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    assert pipe is not None
                    pipe.close()
            process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a worker and whatever it may have started."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        elif process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def _request(target: Target, file: Path | None, text: str, parameters: Mapping[str, object], limits: Limits) -> Request:
    size = target.file.stat().st_size if target.file else 0
    mapped = max(_SMALLEST_MAP, 1 << (2 * size).bit_length()) if file else 0
    pool, threads = (limits.memory - BASE) * 2 // 3, min(_THREADS, os.cpu_count() or 1)
    return Request(text, parameters, str(file or ""), target.address, limits.seconds, limits.rows, limits.memory, pool, mapped, threads)


def _start(target: Target, said: IO[bytes]) -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in (*_KEPT, *(_SERVER if target.address else ())) if name in os.environ}
    command = [sys.executable, "-P", "-m", "graph.running.worker"]
    environment = {**kept, **_QUIET, **_FRUGAL, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env=environment, start_new_session=sys.platform != "win32"
    )  # fmt: skip


def _ask(process: subprocess.Popen[bytes], request: bytes) -> None:
    """Send the request; stdin stays open as long as somebody waits for the answer."""
    assert process.stdin is not None
    with suppress(BrokenPipeError):  # it is gone: reading tells why
        process.stdin.write(len(request).to_bytes(8, "big") + request)
        process.stdin.flush()


@contextmanager
def _reached(target: Target) -> Iterator[Path | None]:
    """The file behind a link in a folder that cannot be written, so that nothing can be put beside it.

    For an administrator (root) no folder is closed; there only the guard keeps the engine from writing beside the file. Where links
    cannot be made (Windows) the file itself is opened.
    """
    if target.file is None:
        yield None
        return
    if not target.file.exists():
        raise StoreError(f"还没有图库文件 {target.file}。请先装载台账（daohu load）。")
    with tempfile.TemporaryDirectory(prefix=f"daohu-{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        link = Path(folder) / target.file.name
        try:
            link.symlink_to(target.file.resolve())
            Path(folder).chmod(0o500)
        except OSError:
            link = target.file
        try:
            yield link
        finally:
            Path(folder).chmod(0o700)

"""A file of rows appears whole or not at all; an earlier one of its name is kept aside."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from api.asking.forms import WRITERS
from api.output import explain
from graph.durable import beside, rename, sync_file
from graph.errors import OutputError, QueryError


def form_of(path: Path, form: str = "") -> str:
    """The form of a file: the one said, else that of its ending. Raises QueryError where there is none such."""
    chosen = form or path.suffix.lstrip(".").lower()
    if chosen not in WRITERS:
        raise QueryError(f"导出只能是 {'、'.join(WRITERS)}，不是“{chosen}”。请写明格式，或用这样的文件名：结果.csv。")
    return chosen


def write_file(path: Path, form: str, batches: Iterable[pa.RecordBatch], check: Callable[[], None] = lambda: None) -> Path:
    """Write all batches (at least one); `check` is asked at the end, and raises where that was not all.

    Raises OutputError where the file cannot be written, LimitError for what the form has no room for; then there is no new file, and
    an earlier one stands as it was.
    """
    chosen = form_of(path, form)
    if path.is_dir():
        raise OutputError(f"{path} 是一个文件夹。请写一个文件名，如 {path / f'结果.{chosen}'}。")
    staged = beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        WRITERS[chosen](staged, batches)
        check()
        sync_file(staged)
        _keep_earlier(path)
        rename(staged, path)
    except OSError as error:
        raise OutputError(explain(error, path)) from error
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
    return path


def _keep_earlier(path: Path) -> None:
    """Move an earlier file aside. Raises OutputError where another program holds it."""
    if not path.exists():
        return
    aside = path.with_stem(f"{path.stem}-上次")
    if aside.exists():
        aside = path.with_stem(f"{path.stem}-上次-{time.strftime('%Y%m%d-%H%M%S')}")
    try:
        path.rename(aside)
    except PermissionError:
        raise OutputError(f"{path} 正被其他程序（如 WPS、Excel）打开，或没有权限，没有写出。请关闭它，或换一个文件名。") from None

"""OUT appears whole or not at all: it is written beside and renamed; an earlier result is moved aside first."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import OutputError

RESULT = ("coverage.csv", "summary.json")
"""Files by which a folder is known as an earlier result."""


@contextmanager
def whole(out: Path, marks: tuple[str, ...] = RESULT) -> Iterator[Path]:
    """A folder to write into; at the end it becomes `out`. Whatever goes wrong, `out` is untouched and nothing is left.

    Raises OutputError where `out` holds something else than an earlier result, or cannot be written.
    """
    _require_ours(out, marks)
    staging = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        yield staging
        _into_place(staging, out)
    except OSError as error:
        raise OutputError(_sentence(error, out)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _require_ours(out: Path, marks: tuple[str, ...]) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise OutputError(f"{out} 是一个文件,不能作为输出文件夹。请换一个名称。")
    if any(out.iterdir()) and not any((out / m).exists() for m in marks):
        raise OutputError(f"{out} 里有别的文件,不会覆盖。请换一个输出文件夹,或先清空它。")


def _into_place(staging: Path, out: Path) -> None:
    """Move an earlier result aside, then rename. Where a file of it is open, the new result stays under a name of its own."""
    if not out.exists():
        staging.rename(out)
        return
    aside = out.with_name(f"{out.name}-上次")
    try:
        if not any(out.iterdir()):
            out.rmdir()
        else:
            if aside.exists():
                shutil.rmtree(aside, ignore_errors=True)
            if aside.exists():
                aside = out.with_name(f"{out.name}-上次-{time.strftime('%Y%m%d-%H%M%S')}")
            out.rename(aside)
    except PermissionError as error:
        kept = out.with_name(f"{out.name}-新-{time.strftime('%Y%m%d-%H%M%S')}")
        staging.rename(kept)
        raise OutputError(f"{_open_file(out) or out} 正被其他程序(如 WPS、Excel)打开,无法替换旧结果。新的结果已写到 {kept};请关闭后重试,或直接使用它。") from error
    staging.rename(out)


def _open_file(out: Path) -> Path | None:
    """The file that another program holds: one that cannot be renamed onto itself, or has a lock file beside it."""
    for path in sorted(out.rglob("*")):
        if path.name.startswith("~$"):
            return path.with_name(path.name[2:])
        if path.is_file():
            try:
                path.rename(path)
            except OSError:
                return path
    return None


def _sentence(error: OSError, out: Path) -> str:
    """What went wrong and the next step, for a person at the desk."""
    if error.errno == errno.ENOSPC:
        return f"磁盘已满,{out} 没有写出。请清理磁盘或换一个磁盘后重试。"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"没有写入 {out.parent} 的权限,{out.name} 没有写出。请换一个文件夹,或请管理员授权。"
    return f"{out} 没有写出:{error.strerror or error}({error.filename or ''})。请检查后重试。"

"""OUT appears whole or not at all: it is written beside and renamed; an earlier result is moved aside first."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.durable import leftovers
from graph.errors import OutputError
from graph.stores.contents import ROOM, ROOM_RATIO

RESULT = ("coverage.csv", "summary.json")
"""Files by which a folder is known as an earlier result."""
ABANDONED = 3600
"""Seconds after which an unfinished folder is taken for one that a killed run left."""


@contextmanager
def whole(out: Path, marks: tuple[str, ...] = RESULT) -> Iterator[Path]:
    """A folder to write into; at the end it becomes `out`. Whatever goes wrong, `out` is untouched and nothing is left.

    Raises OutputError where `out` holds something else than an earlier result, or cannot be written.
    """
    staging = out.with_name(f".{out.name}.{os.getpid()}.part")
    made: list[Path] = []
    try:
        _require_ours(out, marks)
        made = _make_parents(out)
        _clear_abandoned(out)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        yield staging
        _into_place(staging, out)
    except (OSError, OutputError) as error:
        root = _root(error)
        if root is None:
            raise
        raise OutputError(explain(root, out)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        with suppress(OSError):  # one that holds something by now stays
            for folder in reversed(made):
                folder.rmdir()


def _make_parents(out: Path) -> list[Path]:
    """Make the folders above `out`; returns those that were not there."""
    missing = [p for p in (out.parent, *out.parent.parents) if not p.exists()][::-1]
    out.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _clear_abandoned(out: Path) -> None:
    """Remove what a run that was killed left beside `out`.

    Its process is gone, and its time is far from now, before or after: clocks jump, and another machine's processes are not seen here.
    """
    for left in leftovers(out.parent, alone=False, of=out.name):
        if abs(time.time() - left.stat().st_mtime) > ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def require_room(folder: Path, edition: Path) -> None:
    """Raise OutputError where the disk has no room for the embedded file: on a full disk the engine ends the whole process."""
    need = ROOM + ROOM_RATIO * sum(p.stat().st_size for p in edition.rglob("*.parquet"))
    free = shutil.disk_usage(folder).free
    if free < need:
        said = f"{folder} 所在的磁盘约需 {need >> 20:,} MB，只剩 {free >> 20:,} MB"
        raise OutputError(f"磁盘空间不足：{said}。请清理磁盘后重试；临时文件夹可用环境变量 TMPDIR(Windows 为 TEMP)改到别的磁盘。")


def _require_ours(out: Path, marks: tuple[str, ...]) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise OutputError(f"{out} 是一个文件，不能作为输出文件夹。请换一个名称。")
    if any(out.iterdir()) and not any((out / m).exists() for m in marks):
        raise OutputError(f"{out} 里有别的文件，不会覆盖。请换一个输出文件夹，或先清空它。")


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
    except PermissionError:
        kept = out.with_name(f"{out.name}-新-{time.strftime('%Y%m%d-%H%M%S')}")
        staging.rename(kept)
        held = _open_file(out) or out
        raise OutputError(f"{held} 正被其他程序(如 WPS、Excel)打开，无法替换旧结果。新的结果已写到 {kept}；请关闭后重试，或直接使用它。") from None
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


def _root(error: BaseException | None) -> OSError | None:
    """The operating system's own error behind an error, also behind one that a library wrapped (xlsxwriter)."""
    while error is not None:
        if isinstance(error, OSError):
            return error
        behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        error = behind or next((a for a in error.args if isinstance(a, OSError)), None)
    return None


def _concerns(path: Path, out: Path) -> bool:
    """Whether a path is OUT, a folder above it, or what is being written for it."""
    staged = next((p for p in (path, *path.parents) if p.name.startswith(f".{out.name}.") and p.name.endswith(".part")), None)
    return staged is not None or path.is_relative_to(out) or out.is_relative_to(path)


def explain(error: OSError, out: Path | None = None) -> str:
    """What went wrong with a file, and the next step, for a person at the desk; `out` is what was being written."""
    name = os.fsdecode(error.filename) if error.filename is not None else ""
    inside = out is not None and bool(name) and _concerns(Path(name), out)
    undone = f",{out} 没有写出" if out else ""
    if error.errno == errno.ENOSPC:
        return f"磁盘已满{undone}。请清理磁盘(也包括临时文件夹所在的磁盘)或换一个磁盘后重试。"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        if out and (inside or not name):
            return f"没有写入 {out.parent} 的权限{undone}。请换一个文件夹，或请管理员授权。"
        return f"没有权限读写 {name or '文件'}{undone}。请关闭正在使用它的程序，或请管理员授权后重试。"
    if error.errno == errno.ENAMETOOLONG:
        return f"文件名太长{undone}。请换一个短些的名称。"
    if isinstance(error, FileNotFoundError):
        return f"找不到 {name or '文件'}{undone}。请检查 U 盘或共享文件夹是否还连着，然后重试。"
    return f"文件读写失败：{error.strerror or error}{f'({name})' if name and not inside else ''}{undone}。请检查后重试。"

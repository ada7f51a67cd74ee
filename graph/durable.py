"""Writes that outlast a kill and a power cut: a file or folder stands under its name whole, or the earlier one does.

Everything is written beside its place as ``.NAME.PID.part``, brought to the disk and renamed. What a killed run left is known by
that name, never by its age: clocks jump. On Windows a folder cannot be brought to the disk; there the files are, and the journal of
NTFS keeps the renames in order.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

_LEFT = re.compile(r"\.(.+)\.(\d+)(?:-\d+)?\.part(?:\..+)?")
"""With what an engine keeps beside a file that it builds (``.part.wal``)."""
_WINDOWS = sys.platform == "win32"
_TRIES = 20 if _WINDOWS else 1
"""Windows refuses to replace a file while another program (virus scanner, viewer) holds it, mostly for less than a second."""
_PAUSE = 0.1
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES}
"""What network and FUSE file systems answer to fsync of a folder; they keep the order of renames on their own."""
_number = count()


def beside(path: Path) -> Path:
    """Where to write what will be renamed to `path`: in the same folder, hidden, with the number of this process in its name."""
    return path.with_name(f".{path.name}.{os.getpid()}-{next(_number)}.part")


def replace_file(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a small file; whoever reads `path` at any moment sees the earlier bytes or these, never a part.

    Raises OSError where it cannot be written; then the earlier file stands and nothing is left beside it.
    """
    staged = beside(path)
    try:
        with os.fdopen(os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        rename(staged, path)
    except BaseException:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise


def rename(source: Path, target: Path) -> None:
    """Rename a file (an earlier `target` is replaced) or a folder (`target` must not exist), and bring the name to the disk.

    The content must have been brought there before (`sync_tree`): else a power cut may leave the name without it.
    """
    if source.is_dir() and target.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    for attempt in range(_TRIES):
        try:
            source.replace(target)
            break
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE)
    for folder in {source.parent, target.parent}:
        sync_folder(folder)


def append_line(path: Path, line: str, mode: int = 0o600) -> None:
    """Add one line to a log. A line that a power cut tore stays a line of its own: the next one begins after it."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), mode), "rb+") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(end - 1, 0))
        torn = end > 0 and file.read(1) != b"\n"
        file.write(b"\n" * torn + line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Bring a file that is already written to the disk."""
    handle = os.open(path, os.O_RDWR if _WINDOWS else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if _WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Bring every file and name below a folder to the disk, the folder itself last."""
    for inside, _, names in os.walk(folder, topdown=False):
        for name in names:
            sync_file(Path(inside, name))
        sync_folder(Path(inside))


def half_made(name: str) -> bool:
    """Whether a file or folder of that name is being written, or was left by a run that was killed."""
    return _LEFT.fullmatch(name) is not None


def leftovers(folder: Path, *, alone: bool, of: str = "") -> list[Path]:
    """What runs that were killed left in a folder (not below it), in order of name; with `of` only for that target's name.

    `alone`: the caller holds the lock under which alone is written here, so everything half-made is left over, also where the number
    of its process is in use again. Without it what a living process writes is passed over.
    """
    found = [(path, match) for path in folder.glob(".*.part*") if (match := _LEFT.fullmatch(path.name)) and of in ("", match[1])]
    return sorted(path for path, match in found if alone or not living(int(match[2])))


def clean(folder: Path, *, alone: bool, of: str = "") -> list[Path]:
    """Remove the leftovers of a folder; returns those that are gone now."""
    gone = []
    for path in leftovers(folder, alone=alone, of=of):
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
            gone.append(path)
    return gone


def living(number: int) -> bool:
    """Whether a process of that number runs on this machine, whoever owns it."""
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, number)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(ctypes.windll.kernel32.GetLastError() == 5)  # it is there, and of another owner
        ctypes.windll.kernel32.CloseHandle(handle)
        return True
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True

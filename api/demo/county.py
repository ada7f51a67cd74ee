"""A small fictional county ready to be asked: its ledgers, a register of them and the embedded copy, made once and then reused."""

from __future__ import annotations

import getpass
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from filelock import FileLock

from api import loading
from api.demo import make_demo
from api.work import fill
from graph.durable import beside, rename
from graph.errors import OutputError
from graph.register import create
from graph.store import Progress, open_store, silent

LEDGERS, REGISTER = "台账", "登记库"
_SOURCES = ("graph", "loaders", "api/demo", "api/loading")
_OLD = 2 * 24 * 3600
"""Seconds after which a county of another version of the program is removed."""
_WAIT = 600
"""Seconds after which a process that still makes the county is taken for one that hangs."""


def demo_county(
    scheme: str = "zhijiang", households: int = 220, *, villages: int = 6, seed: int = 1, folder: Path | None = None, progress: Progress = silent
) -> Path:
    """The register of a demo county; made where it is not there yet, which takes some seconds.

    It stands in `folder`, or else in the user's own temporary folder under a name of its own per scheme, size, seed and state of the
    program, so that another version makes another one. The ledgers stand beside the register in 台账. Several processes may ask at once:
    one makes it, the others wait. Raises OutputError where it cannot be made there.
    """
    place = folder or _home() / f"{scheme}-{households}-{villages}-{seed}-{_version()}"
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(place.with_name(f"{place.name}.lock"), timeout=_WAIT):
            if not (place / REGISTER / "register.json").exists():
                if folder is None:
                    _clean(place.parent)
                _make(place, scheme, households, villages, seed, progress)
    except (OSError, TimeoutError) as error:
        raise OutputError(f"演示县做不进 {place}：{error}。请检查磁盘空间和写权限，或给出另一个文件夹。") from error
    return place / REGISTER


def _make(place: Path, scheme: str, households: int, villages: int, seed: int, progress: Progress) -> None:
    """Made beside and renamed, so that a half-made county never stands there."""
    staged = beside(place)
    try:
        make_demo(staged / LEDGERS, scheme, households, seed, villages=villages)
        register = create(staged / REGISTER)
        found = loading.load([staged / LEDGERS], register, scheme, progress=progress)
        loading.approve(register, found.number, sure=True)
        copy = register.store_folder(found.number)
        copy.mkdir(parents=True, exist_ok=True)
        with open_store("embedded", copy) as store:
            fill(store, found.edition, copy, names="plain", progress=progress)
        rename(staged, place)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _home() -> Path:
    """A folder of this user's own among the temporary ones. OSError where another user's stands there."""
    home = Path(tempfile.gettempdir()) / f"daohu_demo_{getpass.getuser()}"
    home.mkdir(exist_ok=True, mode=0o700)
    if os.name == "posix" and home.stat().st_uid != os.getuid():
        raise PermissionError(f"{home} 是别人的文件夹")
    return home


def _clean(home: Path) -> None:
    """Remove what earlier versions of the program made, and what killed runs left."""
    for left in home.iterdir():
        if abs(time.time() - left.stat().st_mtime) > _OLD:
            shutil.rmtree(left, ignore_errors=True)


def _version() -> str:
    """What the program's own files look like: a change of them makes another county."""
    root = Path(__file__).resolve().parents[2]
    seen = hashlib.sha256()
    for path in sorted(p for name in _SOURCES for p in (root / name).rglob("*.py")):
        told = path.stat()
        seen.update(f"{path.relative_to(root)} {told.st_size} {told.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:12]

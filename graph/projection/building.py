"""The projection's file: built once per edition and unit, proved by reopening, used again until it is deleted or damaged."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from filelock import FileLock

from graph.edition import Edition
from graph.errors import StoreError
from graph.projection.contents import Projected, projection_id
from graph.store import Progress, silent
from graph.stores.contents import ROOM, ROOM_RATIO
from graph.stores.embedded import EmbeddedStore


def project(edition: Edition, unit: str, folder: Path, progress: Progress = silent) -> Path:
    """The database file of a unit's subgraph in `folder` (a register's store folder of that edition), names masked.

    It is built where it is not there, or is another edition's, or damaged. Raises StoreError where it cannot be built or the edition
    has no such unit (`unit` is its id), EditionError for a damaged edition.
    """
    path = projection_path(folder, unit)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / f"{path.name}.lock", mode=0o600), EmbeddedStore(path) as store:
        if _holds(store, projection_id(edition, unit)):
            return path
        edition.verify()
        progress("划出范围", 0, 1)
        contents = Projected(edition, unit)
        progress("划出范围", 1, 1)
        _require_room(folder, edition, contents.rows)
        store.clear()
        store.build_from(contents, progress)
    return path


def projection_path(folder: Path, unit: str) -> Path:
    """Where the projection of a unit (id) stands; a unit's id may hold what no file name may."""
    return folder / f"unit-{hashlib.sha256(unit.encode()).hexdigest()[:16]}.lbug"


def _holds(store: EmbeddedStore, wanted: str) -> bool:
    try:
        mark = store.mark()
    except StoreError:  # damaged, or another program's: built anew
        return False
    return mark is not None and mark.whole and mark.id == wanted


def _require_room(folder: Path, edition: Edition, rows: int) -> None:
    """On a full disk the engine ends the whole process."""
    size = sum(p.stat().st_size for part in ("nodes", "edges") for p in (edition.folder / part).glob("*.parquet"))
    need = ROOM + ROOM_RATIO * size * rows // max(sum(edition.counts.values()), 1)
    free = shutil.disk_usage(folder).free
    if free < need:
        raise StoreError(f"磁盘空间不足：{folder} 所在的磁盘约需 {need >> 20:,} MB，只剩 {free >> 20:,} MB。请清理磁盘后重试。")

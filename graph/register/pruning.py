"""Removing an edition: first its name goes, at once, then its files; what is interrupted between is finished at the next start."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from graph.durable import rename

GONE = ".removed"


def remove(folder: Path, number: int) -> None:
    """Remove an edition with all that was made of it. Raises OSError where another program holds it; then it stays as it is."""
    edition = folder / "editions" / f"{number:04d}"
    out = edition.with_name(f".{edition.name}{GONE}")
    shutil.rmtree(out, ignore_errors=True)
    rename(edition, out)
    finish(folder, out)


def finish(folder: Path, removed: Path) -> None:
    """Remove the files of an edition whose name is gone, and what was made of it."""
    name = removed.name.removesuffix(GONE).lstrip(".")
    for part in ("stores", "comparisons"):
        shutil.rmtree(folder / part / name, ignore_errors=True)
    for path in (folder / "results").glob(f"{name}-*"):
        with suppress(OSError):
            path.unlink()
    with suppress(OSError):
        (folder / "approved" / name).unlink(missing_ok=True)
    shutil.rmtree(removed, ignore_errors=True)

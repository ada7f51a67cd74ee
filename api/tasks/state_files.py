"""The small files that say how a task stands; each is replaced as one file, so that a reader never sees a part."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from graph.durable import beside, replace_file
from graph.register.journal import now

REQUEST, RUNNING, PROGRESS, FACTS, CANCEL, END = (f"{n}.json" for n in ("request", "running", "progress", "facts", "cancel", "end"))
ALIVE, LOG = "alive", "worker.log"
FILES, WORK, TEMPORARY = "files", "work", "tmp"


def read_json(path: Path) -> dict[str, Any]:
    """What a file says; nothing where there is none or it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, **values: object) -> None:
    """Write a file that must outlast a power cut."""
    replace_file(path, _bytes(values))


def write_passing(path: Path, **values: object) -> None:
    """Write a file that will be written again in a moment: not brought to the disk, and no error where it cannot be written."""
    staged = beside(path)
    try:
        staged.write_bytes(_bytes(values))
        staged.replace(path)
    except OSError:
        with suppress(OSError):
            staged.unlink(missing_ok=True)


def write_end(folder: Path, state: str, said: list[str], outcome: dict[str, object], exit_code: int | None) -> None:
    """Say how a task ended."""
    write_json(folder / END, state=state, said=said, outcome=outcome, exit_code=exit_code, ended=now())


def _bytes(values: dict[str, object]) -> bytes:
    return json.dumps(values, ensure_ascii=False, default=str).encode()

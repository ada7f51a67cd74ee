"""One upload: who sent it, when, for which unit, and what became of each file."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

__all__ = ["ABOUT", "Received", "Upload"]

ABOUT = "upload.json"


@dataclass(frozen=True)
class Received:
    """One file. `name`: under which it lies, "" where it was refused; `said_name`: the sender's; `refused`: why, "" where it was not."""

    name: str
    said_name: str
    bytes: int = 0
    sha256: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Upload:
    """An upload as it lies in the inbox; `unit` is the id of the unit of whoever sent it, "" for the whole county."""

    id: str
    who: str
    unit: str
    when: str
    """UTC, as ISO 8601 with seconds."""
    note: str
    files: tuple[Received, ...]
    folder: Path
    """The accepted files, ready for the loaders."""
    tasks: dict[str, str] = field(default_factory=dict)
    """The latest task of each kind (check, load) over this upload."""
    code: str = ""
    path: str = ""
    """Of the unit, by which it is found again where ids change between editions."""
    scheme: str = ""
    """The scheme that the sender chose, "" where the register or daohu.toml says it."""

    @property
    def place(self) -> tuple[str, str, str]:
        """The unit by id, code and path; all empty is the whole county."""
        return self.unit, self.code, self.path

    @property
    def local(self) -> str:
        """When it arrived, in the time of this machine, as people read it."""
        return f"{dt.datetime.fromisoformat(self.when).astimezone():%Y-%m-%d %H:%M}"

    @property
    def accepted(self) -> list[Received]:
        """The files that may become ledgers."""
        return [f for f in self.files if not f.refused]

    @property
    def refused(self) -> list[Received]:
        """The files that were not taken."""
        return [f for f in self.files if f.refused]

    @property
    def size(self) -> int:
        """Bytes of the accepted files together."""
        return sum(f.bytes for f in self.accepted)

    @property
    def state(self) -> str:
        """received, or loading where a task over it was begun that puts it into the register."""
        return "loading" if "load" in self.tasks else "received"

    def written(self) -> bytes:
        """As the file ABOUT holds it."""
        said = asdict(self)
        del said["folder"]
        return json.dumps(said, ensure_ascii=False, indent=1).encode()

    @staticmethod
    def read(folder: Path) -> Upload:
        """The upload of a folder of the inbox. OSError, ValueError, KeyError, TypeError where it is none."""
        said = json.loads((folder / ABOUT).read_bytes())
        files = tuple(Received(**f) for f in said.pop("files"))
        return Upload(**said, files=files, folder=folder / str(said["id"]))

    def with_task(self, kind: str, task: str) -> Upload:
        """The same with its latest task of a kind."""
        return replace(self, tasks={**self.tasks, kind: task})

"""The ledgers as they arrived, each once under its checksum: what an edition was made of can always be read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.durable import replace_file
from graph.errors import EditionError


@dataclass(frozen=True)
class Blobs:
    """Files by sha256 below `folder`."""

    folder: Path

    def path(self, checksum: str) -> Path:
        return self.folder / checksum[:2] / checksum

    def put(self, data: bytes) -> str:
        """Keep a file; returns its sha256."""
        checksum = hashlib.sha256(data).hexdigest()
        path = self.path(checksum)
        if not path.exists() or path.read_bytes() != data:  # a damaged one heals when its ledger comes again
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(path, data)
        return checksum

    def get(self, checksum: str, name: str) -> Path:
        """The path of a kept file. Raises EditionError naming the ledger where it is gone or damaged."""
        path = self.path(checksum)
        try:
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == checksum:
                    return path
        except FileNotFoundError:
            pass
        raise EditionError(f"登记库里保存的台账“{name}”缺失或已损坏({path})。请从备份恢复，或把这份台账重新装载。")

    def drop_unused(self, editions: Iterable[Path]) -> int:
        """Remove files that none of the editions (folders) names; nothing where a manifest cannot be read. Returns how many."""
        used: set[str] = set()
        for folder in editions:
            try:
                manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            except (OSError, ValueError):
                return 0
            used |= {str(one["checksum"]) for one in manifest.get("inputs", [])}
        unused = [p for p in self.folder.glob("??/*") if p.is_file() and not p.name.endswith(".part") and p.name not in used]
        for path in unused:
            with suppress(OSError):
                path.unlink()
        return len(unused)

"""How a server is set up: what the command line says, nothing read from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """`secure`: the browser reaches us by https (our own certificate, or a proxy's), so cookies are sent that way only."""

    register: Path
    secure: bool = False
    root_path: str = ""
    """The path below which a proxy shows us."""
    query_seconds: float = 30.0
    """What a question from the page may take."""

    @property
    def office(self) -> Path:
        """Where users, uploads and tasks are kept: in the register's folder, which only its owner can read."""
        return self.register / "office"

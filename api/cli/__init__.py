"""The command line `daohu`: thin over `api.work`; Chinese help, progress bars, exit codes of design section 10."""

from __future__ import annotations

from api.cli.app import app, main

__all__ = ["app", "main"]

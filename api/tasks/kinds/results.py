"""The results of an edition, which the pages show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.results import make_results
from api.tasks.kinds.outcome import Outcome
from graph.register import Register
from graph.store import Progress


def run(register: Register, arguments: Mapping[str, Any], folder: Path, progress: Progress) -> Outcome:
    """Compute and keep them; at once where they are there."""
    number = int(arguments["number"])
    make_results(register, number, progress)
    return Outcome([f"第 {number} 版的结果已算好。"], {"edition": number}, 0)

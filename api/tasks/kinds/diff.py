"""What changed between two editions, as `daohu diff` writes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.tasks.kinds.outcome import Outcome
from api.work import diff_register
from graph.register import Register
from graph.store import Progress
from graph.trend import CHANGES


def run(register: Register, arguments: Mapping[str, Any], folder: Path, progress: Progress) -> Outcome:
    """Compare; `series` adds every edition in between, `unit` restricts to one unit."""
    first, last = int(arguments["first"]), int(arguments["last"])
    out = folder / "版次比较"
    scheme, unit, series = str(arguments.get("scheme") or ""), str(arguments.get("unit") or ""), bool(arguments.get("series"))
    found = diff_register(register, (first, last), out, scheme, series=series, unit=unit, progress=progress)
    counts = {code: int(n) for code, n in found.gaps["change"].value_counts().items()}
    said = "，".join(f"{word} {counts.get(code, 0):,}" for code, word in CHANGES.items())
    return Outcome([f"第 {first} 版与第 {last} 版比较：{said}。"], {"first": first, "last": last, "changes": counts}, 0)

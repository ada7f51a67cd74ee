"""Making an edition current again that was current before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api import loading
from api.results import make_results
from api.tasks.kinds.outcome import Outcome
from graph.register import Register

if TYPE_CHECKING:
    from api.tasks.telling import Telling

_SAID = "已回到第 {} 版，它是当前版次。"


def run(register: Register, arguments: Mapping[str, Any], folder: Path, progress: Telling) -> Outcome:
    """The edition's results, where they are not there; then go back."""
    number = int(arguments["number"])
    make_results(register, number, progress)
    cleaned = loading.rollback(register, number)
    progress.fact(_SAID.format(number), edition=number)
    return Outcome(cleaned, {"edition": number}, 0)


def after_a_kill(register: Register, arguments: Mapping[str, Any]) -> list[str]:
    """Whether it was done before the end came."""
    number = int(arguments["number"])
    return [_SAID.format(number)] if register.pointed == number else ["没有回退。"]

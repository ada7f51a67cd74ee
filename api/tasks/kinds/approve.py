"""Making a staged edition the current one, its results computed before, so that the pages stand at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api import loading
from api.results import make_results
from api.tasks.kinds.load import require_second
from api.tasks.kinds.outcome import Outcome
from graph.register import Register
from graph.register.journal import user

if TYPE_CHECKING:
    from api.tasks.telling import Telling

_SAID = "第 {} 版已启用，是当前版次。"


def run(register: Register, arguments: Mapping[str, Any], folder: Path, progress: Telling) -> Outcome:
    """Results first: the earlier edition is shown until the new one's pages stand, and one whose figures cannot be had is not approved."""
    number = int(arguments["number"])
    if arguments.get("second_person"):
        require_second(register, number, user())
    make_results(register, number, progress)
    cleaned = loading.approve(register, number, sure=bool(arguments.get("sure")))
    progress.fact(_SAID.format(number), edition=number)
    return Outcome(cleaned, {"edition": number}, 0)


def after_a_kill(register: Register, arguments: Mapping[str, Any]) -> list[str]:
    """Whether it was approved before the end came."""
    number = int(arguments["number"])
    return [_SAID.format(number)] if register.pointed == number else [f"第 {number} 版没有启用。"]

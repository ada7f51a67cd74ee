"""Uploaded ledgers → a staged edition and its comparison; the current edition stays as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api import loading
from api.tasks.kinds.outcome import Outcome
from api.tasks.kinds.uploaded import ledgers
from graph.errors import EditionError
from graph.register import Register, pruning
from loaders.merge.doubts import LOSS

if TYPE_CHECKING:
    from api.tasks.telling import Telling

_WORDS = {"added": "新增", "changed": "变更", "ended": "消失", "refused": "不再采用"}


def run(register: Register, arguments: Mapping[str, Any], folder: Path, progress: Telling) -> Outcome:
    """Stage the next edition of the register; whoever may do so approves it afterwards."""
    loss = float(LOSS if arguments.get("loss") in (None, "") else arguments["loss"])
    day = dt.date.fromisoformat(str(arguments["day"])) if arguments.get("day") else None
    found = loading.load(ledgers(register, arguments), register, str(arguments.get("scheme") or ""), loss=loss, day=day, progress=progress)
    totals = {change: found.comparison.total(change) for change in (*_WORDS, "missing")}
    moved = "，".join(f"{word} {totals[change]:,} 行" for change, word in _WORDS.items())
    progress.fact(f"第 {found.number} 版已做成，还没有启用：{moved}。", edition=found.number, doubts=found.doubts)
    said = [*found.cleaned, *found.staged.notices]
    if found.doubts:
        said.append(f"有 {len(found.doubts)} 处可疑，启用前请逐条核实。")
    if found.refused:
        said.append("有的行没有采用，见装载比较的“台账问题”。")
    outcome: dict[str, object] = {"rows": totals, "refused": found.refused, "id": found.edition.id}
    return Outcome(said, outcome, 1 if found.refused else 0)


def after_a_kill(register: Register, arguments: Mapping[str, Any]) -> list[str]:
    """Remove an edition that was staged without its comparison: nobody could see what it changes."""
    told = []
    with register.locked("清理"):
        for number in register.numbers():
            if number not in register.approved() and not register.comparison_folder(number).exists():
                pruning.remove(register.folder, number)
                told.append(f"第 {number} 版做到一半（还没有比较），已经清除。请重新装载。")
    return told


def staged_by(register: Register, number: int) -> str:
    """Who loaded an edition; "" where the log does not say."""
    return next((e.who for e in reversed(register.history()) if e.action == "stage" and e.number == number), "")


def require_second(register: Register, number: int, who: str) -> None:
    """Raise EditionError where the same person that loaded an edition would approve it."""
    if staged_by(register, number) == who:
        raise EditionError(f"第 {number} 版是 {who} 装载的，按设置要由另一个人启用。请另一位有权限的人登录后启用。")

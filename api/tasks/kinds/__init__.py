"""What can be asked of a task. A kind's `run` gets the register, the arguments, an empty folder for what it makes, and the progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.tasks.kinds.outcome import Outcome

if TYPE_CHECKING:
    from api.tasks.telling import Telling
    from graph.register import Register

__all__ = ["KINDS", "Kind", "Outcome"]

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """`writes`: it changes what the register says; `heavy`: it builds an edition's graph file, one such task at a time; `shared`: asked
    twice with the same arguments, it is done once."""

    module: str
    titled: str
    writes: bool = False
    heavy: bool = True
    shared: bool = False

    def title(self, arguments: Arguments) -> str:
        """What people read in the list of tasks."""
        return self.titled.format_map(_Said(arguments))

    def run(self, register: Register, arguments: Arguments, folder: Path, progress: Telling) -> Outcome:
        """Do it. Raises DaohuError with a sentence; then nothing of it stays but what it told as facts."""
        outcome: Outcome = self._module().run(register, arguments, folder, progress)
        return outcome

    def after_a_kill(self, register: Register, arguments: Arguments) -> list[str]:
        """Put right what a killed process of this kind may have left; sentences of what was done."""
        tidy: Callable[[Register, Arguments], list[str]] | None = getattr(self._module(), "after_a_kill", None)
        return tidy(register, arguments) if tidy else []

    def _module(self) -> Any:
        return import_module(f"api.tasks.kinds.{self.module}")


class _Said(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


KINDS: Mapping[str, Kind] = {
    "check": Kind("check", "核对台账", heavy=False),
    "load": Kind("load", "装载台账", writes=True),
    "approve": Kind("approve", "启用第 {number} 版", writes=True),
    "rollback": Kind("rollback", "回到第 {number} 版", writes=True),
    "results": Kind("results", "计算第 {number} 版的结果", shared=True),
    "audit": Kind("audit", "导出第 {number} 版的全部审计结果"),
    "diff": Kind("diff", "比较第 {first} 版与第 {last} 版"),
    "export": Kind("export", "导出第 {number} 版的图（{form}）", heavy=False),
}

"""How these tests run `daohu` so that it can be killed at a moment or at a step, on a full disk, by another user, on another day."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).parents[2]


class Ended(NamedTuple):
    """How a run ended: killed by a signal or with an exit code, what it said, how long it took, how many steps it made."""

    killed: bool
    code: int
    seconds: float
    out: str
    err: str
    steps: int


class Runner:
    """Commands on what stands below one folder."""

    def __init__(self, below: Path) -> None:
        self.below = below
        self.environment = {"DAOHU_USER": "测试"}
        """What every command finds in its environment beside this process's own."""
        command = [sys.executable, "-m", "tests.faults.zygote"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def run(self, *arguments: object, **order: Any) -> Ended:
        """Run to the end, unless `kill_after` (seconds), `kill_at` (a step) or `full_at` (the step from which the disk is full) is given.

        More: `user` (a number), `day` (what today is), `env`.
        """
        self.start(*arguments, **order)
        return self.wait()

    def start(self, *arguments: object, **order: Any) -> None:
        """The same without waiting for the end."""
        environment: Mapping[str, str] = order.pop("env", {})
        whole = {"arguments": [str(a) for a in arguments], "below": str(self.below), "cwd": str(self.below), "schemes": str(self.below / "schemes")}
        self._send(whole | order | {"env": {**self.environment, **environment}})

    def wait(self) -> Ended:
        return Ended(**self._receive())

    def learn(self, *arguments: object) -> Ended:
        """Run once, and import for all later runs what this one needed."""
        modules = self.below / ".modules.json"
        ended = self.run(*arguments, modules=str(modules))
        self._send({"import": json.loads(modules.read_text(encoding="utf-8"))})
        self._receive()
        modules.unlink()
        return ended

    def _send(self, order: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that runs the commands has ended"
        found: dict[str, Any] = json.loads(line)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

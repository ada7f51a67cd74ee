"""What must hold of a register after whatever happened to it: its current edition is whole, nothing accepted is lost, nothing half-made stays."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from graph.durable import half_made
from graph.edition import Edition
from graph.register import Register, open_register
from tests.faults.running import Ended, Runner


def fingerprint(edition: Edition) -> tuple[str, str, tuple[tuple[str, int], ...]]:
    """What an edition says of itself, once every table was compared with its checksum."""
    edition.verify()
    return edition.id, str(edition.manifest["as_of"]), tuple(sorted(edition.counts.items()))


@dataclass(frozen=True)
class State:
    """A register between two commands: which edition is current, which were accepted, what each of them says."""

    current: int | None
    approved: frozenset[int]
    editions: dict[int, tuple[str, str, tuple[tuple[str, int], ...]]]

    @classmethod
    def of(cls, register: Register) -> State:
        return cls(register.current, frozenset(register.approved()), {n: fingerprint(register.edition(n)) for n in register.numbers()})

    def answer(self) -> object:
        """What the current edition says."""
        return None if self.current is None else self.editions[self.current]


def leftovers(folder: Path) -> list[str]:
    """What is half-made, half-removed, or a ledger that no edition names."""
    register = open_register(folder)
    named = {str(one["checksum"]) for n in register.numbers() for one in _inputs(register.edition(n))}
    found = [p for p in folder.rglob("*") if half_made(p.name) or p.name.endswith(".removed")]
    found += [p for p in (folder / "files").glob("??/*") if p.name not in named]
    return [p.relative_to(folder).as_posix() for p in found]


def _inputs(edition: Edition) -> list[dict[str, object]]:
    said = edition.manifest["inputs"]
    assert isinstance(said, list)
    return said


@dataclass
class Case:
    """A command on a register that is put back before each run; what it was and what it becomes."""

    runner: Runner
    template: Path
    folder: Path
    arguments: tuple[object, ...]
    before: State = field(init=False)
    after: State = field(init=False)
    seconds: float = field(init=False)
    steps: int = field(init=False)
    found: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.reset()
        self.before = State.of(open_register(self.folder))
        ended = self.run()
        assert ended.code == 0, ended
        self.seconds, self.steps = ended.seconds, ended.steps
        self.after = State.of(open_register(self.folder))

    def reset(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.template, self.folder)

    def run(self, **order: object) -> Ended:
        return self.runner.run(*self.arguments, **order)

    def kill(self, repeat: bool = True, **order: object) -> str:
        """Put back, run and kill, examine; returns which state was found. `order` says when: kill_after or kill_at."""
        self.reset()
        ended = self.run(**order)
        assert ended.killed or ended.code == 0, ended
        if not ended.killed:  # it is quicker than it was thought to be
            self.seconds = min(self.seconds, ended.seconds)
        state = self.examine(repeat)
        self.found[state] += 1
        self.found["finished" if not ended.killed else "killed"] += 1
        return state

    def examine(self, repeat: bool) -> str:
        """Read it as it was left, then start again, then repeat the command. Returns the state that was found."""
        now = State.of(open_register(self.folder))
        assert now.answer() in (self.before.answer(), self.after.answer()), "the current edition is neither the old nor the new one"
        lost = {n for n in self.before.approved & self.after.approved if now.editions.get(n) != self.before.editions[n]}
        assert not lost, f"accepted editions {lost} are lost"
        left = leftovers(self.folder)
        listed = self.runner.run("editions", "list", "--register", self.folder)
        assert listed.code == 0, listed
        assert not left or any(word in listed.err for word in ("清理", "删完", "补记")), f"{left} are there, and the next start says only: {listed.err!r}"
        assert leftovers(self.folder) == []
        started = State.of(open_register(self.folder))
        assert started.answer() == now.answer(), "starting again changed what is current"
        if repeat:
            again = self.run()
            done = State.of(open_register(self.folder))
            already = now.answer() == self.after.answer() != self.before.answer()
            assert done.answer() == self.after.answer() and (again.code == 0 or already), (again, done)
            assert leftovers(self.folder) == []
        name = "new" if now.answer() == self.after.answer() != self.before.answer() else "old"
        return name + (", leftovers" if left else "") + (", staged" if set(now.editions) - set(self.before.editions) and name == "old" else "")

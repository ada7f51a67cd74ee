"""Whenever a command is killed, the register is whole: at random moments of its time, and before every single step that it makes.

A few moments run with every `make test`; DAOHU_FAULT_MOMENTS=200 tries so many, shared among the commands, and every step.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.conftest import MOMENTS, SEED, Ground
from tests.faults.examining import Case, leftovers

COMMANDS: dict[str, tuple[str, tuple[object, ...], float, int]] = {
    "load": ("one", ("load", "later", "--yes"), 0.4, 2),
    "approve": ("staged", ("editions", "approve", 2), 0.15, 6),
    "rollback": ("many", ("editions", "rollback", 1), 0.1, 6),
    "prune": ("many", ("editions", "prune", "--keep", 1), 0.15, 6),
}
"""Name → (the register before, the command, its share of the random moments, moments where nobody asks for more)."""
_STEPS = {"load": 4, "prune": 16}
"""Steps that are tried where nobody asks for all, half of them among the last twenty."""


@pytest.fixture(scope="module", params=COMMANDS)
def case(request: pytest.FixtureRequest, ground: Ground) -> Case:
    template, arguments, _, _ = COMMANDS[request.param]
    folder = ground.folder / f"work-{request.param}"
    return Case(ground.runner, ground.template(template), folder, (*arguments[:2], "--register", folder, *arguments[2:]))


def name_of(case: Case) -> str:
    return case.folder.name.removeprefix("work-")


def test_killed_at_a_random_moment(case: Case) -> None:
    name = name_of(case)
    _, _, share, few = COMMANDS[name]
    dice = random.Random(f"{SEED} {name}")
    moments = [dice.random() for _ in range(round(MOMENTS * share) or few)]
    case.found.clear()
    for number, moment in enumerate(moments):
        case.kill(repeat=case.seconds < 0.5 or number % 4 == 1, kill_after=moment * case.seconds)
    print(f"\n{name}: {len(moments)} moments in {case.seconds:.2f} s, none bad: {dict(sorted(case.found.items()))}")
    assert case.found["killed"] + case.found["finished"] == len(moments)


def test_killed_before_a_step(case: Case) -> None:
    name = name_of(case)
    steps = list(range(1, case.steps + 1))
    if name in _STEPS and not MOMENTS:
        half = _STEPS[name] // 2
        steps = sorted(random.Random(SEED).sample(steps[:-20], half) + random.Random(SEED).sample(steps[-20:], half))
    case.found.clear()
    for number, step in enumerate(steps):
        case.kill(repeat=case.seconds < 0.5 or number % 4 == 1, kill_at=step)
    print(f"\n{name}: {len(steps)} of {case.steps} steps, none bad: {dict(sorted(case.found.items()))}")
    assert case.found["killed"] == len(steps), "every step that was named was reached"
    assert any(state.startswith("old") for state in case.found)


def test_the_first_load_killed_before_a_step_leaves_no_register_or_a_whole_one(ground: Ground) -> None:
    folder = ground.folder / "new"
    arguments = ("load", ground.folder / "first", "--register", folder, "--yes")

    def gone() -> None:
        if folder.exists():
            ground.runner.run("editions", "list", "--register", folder)
            for path in sorted(folder.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            folder.rmdir()

    steps = ground.runner.run(*arguments).steps
    gone()
    every = list(range(1, steps + 1))
    for step in every if MOMENTS else [2, 5, every[-30], every[-6]]:
        assert ground.runner.run(*arguments, kill_at=step).killed
        again = ground.runner.run(*arguments, *(["--sure"] if step > 20 else []))
        assert again.code == 0 or "第 1 版" in again.out, (step, again)
        listed = ground.runner.run("editions", "list", "--register", folder)
        assert listed.code == 0 and "→" in listed.out, (step, again, listed)
        assert leftovers(Path(folder)) == []
        gone()

"""The figures equal those that an independent program computed from its own knowledge of the world and the mess."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from api.demo import make_demo
from tests.audit.conftest import Run, coverage, gaps, load, problems

SHARED = Path(__file__).parents[3] / "shared" / "ledgers"


@pytest.mark.parametrize(("scheme", "seed"), [("zhijiang", 3), ("enyang", 4)])
def test_demo_county_equals_its_truth(run: Run, tmp_path: Path, scheme: str, seed: int) -> None:
    ledgers, truth, out = tmp_path / "ledgers", tmp_path / "truth", tmp_path / "out"
    make_demo(ledgers, scheme, 400, seed, truth=True, truth_folder=truth)
    run(ledgers, out)
    want = coverage(truth)
    checks = {check for check, _ in want}
    assert {k: v for k, v in coverage(out).items() if k[0] in checks} == want
    households = {c for c in checks if ".reach" in c}
    assert gaps(out, households) == gaps(truth, households)
    stated = load(truth)
    assert {k: v for k, v in load(out).items() if k in stated} == stated
    assert problems(truth) <= problems(out)


@pytest.mark.parametrize("pack", ["zhijiang-a", "enyang-a", "xinyang-a"])
def test_shared_pack_equals_its_truth(run: Run, tmp_path: Path, pack: str) -> None:
    if not SHARED.exists():
        pytest.skip("the shared packs of ledgers are not beside the project")
    run(SHARED / pack / "ledgers", tmp_path / "out")
    command = [sys.executable, str(SHARED / "compare.py"), "--systems", str(tmp_path / "out"), str(SHARED / pack / "truth")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout

"""The office's web page at county size: each page beside the bare queries behind it, and many users clicking at once.

``python -m bench.web (REGISTER | LEDGERS)``; what it measures is a copy, so that no user of its own stays behind.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.web import crowd, pages

AIM, MOST = 3.0, 300.0
"""A page may take so many times its bare queries, and so many milliseconds."""


def measure(source: Path, seconds: float = 60, users: int = 50) -> list[str]:
    """Print the figures of a register, or of ledgers that one is made of first. Gives what was wrong: an error, never a slow page."""
    with tempfile.TemporaryDirectory(prefix="daohu-bench-web-") as temporary:
        folder = Path(temporary) / "登记库"
        if (source / "register.json").exists():
            shutil.copytree(source, folder, ignore=shutil.ignore_patterns("office"))
        else:
            _step("装载、启用(登记库)", "-m", "api.cli", "load", str(source), "--register", str(folder), "--yes")
        _step("算一版的结果", "-m", "bench.web.results", str(folder))
        return [*pages.measure(folder, AIM, MOST), *crowd.measure(folder, seconds, users)]


def _step(what: str, *arguments: str) -> None:
    """A program of its own, so that what it takes of the memory is given back."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{what}没有完成，退出码 {done.returncode}。")
    print(f"{what:<24}{time.perf_counter() - began:>8.2f} s", flush=True)

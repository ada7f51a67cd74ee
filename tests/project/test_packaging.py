"""What is installed: everything the product reads is in the wheel, the lock is in step, the version is one."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from tests.project.tree import PACKAGES, ROOT, files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_wheel_holds_what_the_product_reads(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
    wanted = {p.relative_to(ROOT).as_posix() for p in files() if p.relative_to(ROOT).parts[0] in (*PACKAGES, "cypher")}
    assert wanted <= inside, f"not in the wheel: {sorted(wanted - inside)}"
    assert not [name for name in inside if name.startswith(("tests", "docs", "bench"))]


def test_the_lock_holds_every_dependency() -> None:
    locked = {name.lower() for name in re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)}
    extras = [w for extra in PROJECT["optional-dependencies"].values() for w in extra if not w.startswith(f"{PROJECT['name']}[")]
    wanted = [*PROJECT["dependencies"], *extras]
    missing = [w for w in wanted if re.split(r"[<>=!~\[; ]", w)[0].lower() not in locked]
    assert not missing, f"requirements.lock lacks {missing}: run `make lock`"


def test_the_lock_names_no_index() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--index" not in text
    assert "://" not in text


def test_the_changelog_knows_the_version() -> None:
    assert f"[{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

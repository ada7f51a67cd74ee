"""The files of the project, without environments, caches and results; no git is needed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("graph", "loaders", "api")
FOLDERS = (*PACKAGES, "cypher", "tests", "docs", "bench", "notebooks", ".ci")
OURS = {".ci", ".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml"}
"""Hidden names at the top that are part of the project."""


def files() -> Iterator[Path]:
    """Every file that belongs to the project."""
    for path in ROOT.iterdir():
        if path.is_file() and (path.name in OURS or not path.name.startswith(".")):
            yield path
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                yield path


def sources(*folders: str) -> list[Path]:
    """Python files below some folders."""
    return sorted(p for p in files() if p.suffix == ".py" and p.relative_to(ROOT).parts[0] in folders)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, line: int = 0) -> str:
    """How a file is named in a failure."""
    return path.relative_to(ROOT).as_posix() + (f":{line}" if line else "")

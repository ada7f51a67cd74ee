"""The notebooks as files: stripped, titled, told in words, naming nothing outside. That they run, pytest's nbmake shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.project.tree import ROOT

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
_CHINESE = re.compile(r"[一-鿿]")
_ADDRESS = re.compile(r"https?://|\bcdn\b|pip install|!wget|!curl", re.IGNORECASE)


def cells(path: Path, kind: str) -> list[str]:
    """The text of a notebook's cells of a kind."""
    book = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == kind]


def test_there_are_enough_of_them_and_the_page_names_each() -> None:
    assert len(NOTEBOOKS) >= 5
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in NOTEBOOKS if p.name not in told] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[str(n) for n, _ in enumerate(NOTEBOOKS, 1)])
class TestEachNotebook:
    def test_outputs_are_stripped(self, path: Path) -> None:
        book = json.loads(path.read_text(encoding="utf-8"))
        code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
        assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
        assert book["metadata"]["kernelspec"]["name"] == "python3"
        assert all(set(cell["metadata"]) <= {"tags"} for cell in book["cells"]), "an editor's own state is no part of a notebook"

    def test_is_told_in_chinese(self, path: Path) -> None:
        told = cells(path, "markdown")
        assert re.match(r"# \S", told[0]), "a notebook begins with its title"
        assert "**问的是**" in told[0]
        assert "## 可以再问" in told[-1]
        assert sum(len(_CHINESE.findall(text)) for text in told) > 400
        assert any("怎么看" in text for text in told)
        assert any("待核实" in text for text in told)

    def test_names_nothing_outside(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert _ADDRESS.findall(text) == []

    def test_shows_no_plain_name(self, path: Path) -> None:
        code = "\n".join(cells(path, "code"))
        assert 'names="plain"' not in code
        assert "identity(" not in code

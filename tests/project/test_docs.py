"""Pages that cannot drift: generated ones are compared, links lead somewhere, commands in the texts exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from api.cli import app
from docs.generate import FOLDER, pages
from docs.generate import files as made_files
from tests.project.tree import ROOT, files, place

PAGES = sorted(p for p in files() if p.suffix == ".md")
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
MADE = pages()
FILES = made_files()


@pytest.mark.parametrize("name", MADE)
def test_reference_pages_are_not_stale(name: str) -> None:
    page = FOLDER / name
    assert page.exists(), f"{place(page)} is missing: run `make docs`"
    assert page.read_text(encoding="utf-8") == MADE[name], f"{place(page)} is stale: run `make docs`"


@pytest.mark.parametrize("name", FILES)
def test_made_files_are_not_stale(name: str) -> None:
    made = FOLDER.parent / name
    assert made.exists(), f"{place(made)} is missing: run `make docs`"
    assert made.read_text(encoding="utf-8") == FILES[name], f"{place(made)} is stale: run `make docs`"


def test_no_page_is_left_over() -> None:
    assert {p.name for p in FOLDER.glob("*.md")} == set(MADE), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    heads = {re.sub(r"[^\w\- ]", "", line.lstrip("# ")).strip().lower().replace(" ", "-") for line in text.splitlines() if line.startswith("#")}
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in heads, f"{place(page)}: no heading for {target}"
        else:
            assert (page.parent / target.split("#")[0]).exists(), f"{place(page)}: {target} does not exist"


def said() -> list[tuple[str, str]]:
    """Every `daohu …` in a code block of a page, and in the Makefile and the Windows script."""
    found = []
    for page in [p for p in PAGES if p.parent != FOLDER]:
        for block in re.findall(r"```(?:bash|bat|sh)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            found += [(place(page), m[1]) for m in re.finditer(r"(?:^|[\\/ ])daohu ([a-z][^\n#]*)", block)]
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    found += [("Makefile", m[1]) for m in re.finditer(r"/daohu ([a-z][^\n;]*)", made)]
    return found


@pytest.mark.parametrize(("where", "line"), said())
def test_commands_in_the_texts_exist(where: str, line: str) -> None:
    words = line.split()
    assert words[0] in COMMANDS, f"{where}: there is no `daohu {words[0]}`"
    known = {o for p in COMMANDS[words[0]].params for o in (*p.opts, *p.secondary_opts)}
    options = [w.split("=")[0] for w in words if w.startswith("--")]
    assert set(options) <= known, f"{where}: `daohu {words[0]}` has no {set(options) - known}"


def test_make_targets_in_the_texts_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        for target in re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert target in targets, f"{place(page)}: there is no `make {target}`"


def test_paths_in_contributing_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for path in re.findall(r"`((?:graph|loaders|api|cypher|tests|docs|bench)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), f"CONTRIBUTING.md names {path}, which does not exist"


def test_versions_in_the_texts_are_the_locked_ones() -> None:
    locked = set(re.findall(r"^([\w.-]+==[\w.]+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        for pin in re.findall(r"\b([\w-]+==\d[\w.]*)", page.read_text(encoding="utf-8")):
            assert pin in locked, f"{place(page)} says {pin}, requirements.lock does not"

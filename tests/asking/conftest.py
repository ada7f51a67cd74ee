"""The builder's county in a register, opened once and asked by all."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.asking import County, open_county
from graph.register import create
from tests.checks.builder import whole


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with one edition. Its 户号 0001 and its 2组 are in two villages."""
    folder = tmp_path_factory.mktemp("asking") / "登记库"
    made = create(folder)
    book = whole()
    for village in ("金山村", "桃店村"):
        id = book.unit(f"2组{village}", "村民小组", 4, village)
        unit = next(u for u in book.nodes["Unit"] if u["id"] == id)
        unit.update(name="2组", path=str(unit["path"]).replace(id, "2组"))
    for household in book.nodes["Household"]:
        if household["id"] in ("h4", "h9"):
            household["code"] = "0001"
    book.about["scheme"] = "zhijiang"
    book.edition(made.path(1))
    made.make_current(1)
    return folder


@pytest.fixture(scope="session")
def county(register: Path) -> County:
    return open_county(register, user="测试员")

"""daohu export on a register."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from api.cli.exporting import add_to
from graph.register import create
from tests.exporting.conftest import book


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = create(tmp_path_factory.mktemp("register") / "登记库")
    book().edition(made.path(1))
    made.make_current(1)
    return made.folder


def run(*words: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    add_to(app)
    return CliRunner().invoke(app, ["export", *map(str, words)])


def test_the_whole_and_a_unit(register: Path, tmp_path: Path) -> None:
    done = run("--register", register, "--format", "csv", "--out", tmp_path / "全部")
    assert done.exit_code == 0 and "已读回核对" in done.output
    done = run("--register", register, "--format", "parquet", "--out", tmp_path / "一个", "--unit", "仙女镇", "--only", "组织,Unit")
    assert done.exit_code == 0 and (tmp_path / "一个" / "nodes_Unit.parquet").exists()
    assert not (tmp_path / "一个" / "nodes_Person.parquet").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--format", "dot"), "graphml"),
        (("--format", "csv", "--unit", "金山村", "--names", "plain"), "遮盖"),
        (("--format", "csv", "--unit", "没有村"), "没有村"),
        (("--format", "csv", "--edition", 7), "第 7 版"),
    ],
)
def test_a_sentence_and_nothing_written(register: Path, tmp_path: Path, more: tuple[object, ...], said: str) -> None:
    done = run("--register", register, "--out", tmp_path / "out", *more)
    assert done.exit_code == 2 and said in done.stderr
    assert not (tmp_path / "out").exists()

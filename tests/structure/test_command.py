"""daohu structure: the questions of graph.structure in the terminal and as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.cli.structure import add_to
from graph.register import create
from tests.structure.test_by_hand import held


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of the hand-made county."""
    folder = tmp_path_factory.mktemp("register") / "登记库"
    made = create(folder)
    held().edition(made.path(1))
    made.make_current(1)
    return folder


def run(*words: object) -> tuple[int, str]:
    app = typer.Typer()
    add_to(app)
    found = CliRunner().invoke(app, [str(w) for w in words])
    return found.exit_code, found.output


def test_the_table_is_chinese_and_says_what_a_row_is(register: Path) -> None:
    code, said = run("cutpoints", "--register", register, "--unit", "1湾")
    assert code == 0
    for word in ("断点", "一行是", "姓名", "失去最后联系的户", "张*", "负责", "共 2 行"):
        assert word in said
    assert "张三丰" not in said
    assert "人员标识" not in said


def test_csv_and_json_have_the_names_for_programs(register: Path) -> None:
    code, said = run("cutpoints", "--register", register, "--unit", "1湾", "--format", "json", "--names", "plain")
    assert code == 0
    rows = json.loads(said)
    assert {(row["tie"], row["name"], row["last"]) for row in rows} == {("leader", "张三丰", 1), ("party", "张三丰", 1)}
    code, said = run("teams", "--register", register, "--format", "csv")
    assert (code, said.splitlines()[0].split(",")[:3]) == (0, ["unit", "unit_path", "bodies"])


def test_a_file_appears_whole(register: Path, tmp_path: Path) -> None:
    code, said = run("chains", "--register", register, "--out", tmp_path / "上下贯通.xlsx")
    assert (code, (tmp_path / "上下贯通.xlsx").stat().st_size > 3000) == (0, True), said
    code, said = run("chains", "--register", register, "--unit", "问安镇", "--out", tmp_path / "空.csv")
    assert (code, (tmp_path / "空.csv").read_text(encoding="utf-8-sig").split(",")[0]) == (0, "body"), said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x"], "没有结构问题"),
        (["chains", "--format", "xml"], "--format 只能是"),
        (["chains", "--unit", "天边"], "没有“天边”这个单元"),
        (["chains", "--as-of", "昨天"], "日期"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(register: Path, words: list[str], said: str) -> None:
    code, output = run(*words, "--register", register)
    assert (code, said in output) == (2, True), output

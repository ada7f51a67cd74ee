"""How these tests call `daohu`, and the smallest county that can be audited."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from api.cli import app

DONE, REFUSED_ROWS, FAILED = 0, 1, 2
COMMAND = Path(sys.executable).with_name("daohu")

UNITS = [
    ("乡镇", "村(社区)", "行政区划代码", "村民小组"),
    ("青山镇", "金山村", "420583105201", "一组"),
    ("青山镇", "金山村", "420583105201", "二组"),
    ("青山镇", "银山村", "420583105202", "一组"),
]
PEOPLE = [
    ("乡镇", "村(社区)", "村民小组", "户号", "户主姓名", "姓名", "与户主关系", "性别"),
    ("青山镇", "金山村", "一组", "1001", "张大", "张大", "户主", "男"),
    ("青山镇", "金山村", "二组", "1002", "李二", "李二", "户主", "男"),
    ("青山镇", "银山村", "一组", "1003", "王三", "王三", "户主", "女"),
]
CONTACTS = [
    ("乡镇", "村(社区)", "联户长", "户号", "户主姓名", "开始日期", "结束日期"),
    ("青山镇", "金山村", "张大", "1001", "张大", "2023-01-01", ""),
    ("青山镇", "金山村", "张大", "1002", "李二", "2023-01-01", "2024-01-01"),
]


class Said(NamedTuple):
    """What a run ended with and said."""

    code: int
    out: str
    err: str


def daohu(*arguments: object) -> Said:
    """Run the command in this process."""
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


def installed(*arguments: object, cwd: Path, given: str = "") -> Said:
    """Run the installed command as a person does."""
    done = subprocess.run([COMMAND, *map(str, arguments)], cwd=cwd, input=given, capture_output=True, text=True, encoding="utf-8", check=False)
    return Said(done.returncode, done.stdout, done.stderr)


def write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A ledger as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def tiny(folder: Path, settings: str = 'scheme = "zhijiang"\ncounty_name = "青山县"\nas_of = 2024-06-30\n') -> Path:
    """A county of two villages and three households, without a fault: its audit ends with 0."""
    write(folder / "村组名册.csv", UNITS)
    write(folder / "户籍人口台账.csv", PEOPLE)
    write(folder / "联户长台账.csv", CONTACTS)
    if settings:
        (folder / "daohu.toml").write_text(settings, encoding="utf-8")
    return folder


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV of ours."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def listing(folder: Path) -> set[str]:
    """Every name in a folder, also hidden ones."""
    return {p.name for p in folder.iterdir()}


def require_sentence(said: Said, *parts: str) -> None:
    """It failed with one Chinese sentence on stderr that has these parts and a next step, and no traceback."""
    assert said.code == FAILED, said
    assert "Traceback" not in said.err
    assert said.err.strip()[-1] in "。?？", said.err
    assert any(word in said.err for word in ("请", "可用", "用 daohu", "是否要写", "只能是", "至少", "现有", "应为", "要写")), f"no next step: {said.err}"
    for part in parts:
        assert part in said.err.replace("\n", ""), f"{part} is not in: {said.err}"

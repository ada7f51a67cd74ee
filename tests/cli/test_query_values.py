"""What a query shows in the terminal: columns that line up in Chinese, no open dates, nothing that moves the cursor."""

from __future__ import annotations

import datetime as dt
import io

import pyarrow as pa
from rich.cells import cell_len
from rich.console import Console

from api.cli.answers import show_rows

TABLE = pa.table(
    {
        "名称": ["松月街道丁家店社区", "张三", "a\x1b[2Jb"],
        "since": pa.array([dt.date.min, dt.date(2024, 1, 2), dt.date.max]),
        "n": pa.array([7, None, 1234]),
        "list": pa.array([["甲"], [], None]),
    }
)


def shown(table: pa.Table, width: int, *, terminal: bool = True) -> list[str]:
    console = Console(file=io.StringIO(), width=width, force_terminal=terminal, soft_wrap=True, highlight=False, color_system=None)
    show_rows(table, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_columns_line_up() -> None:
    head, rule, *rows = shown(TABLE, 100)
    assert head.split() == ["名称", "since", "n", "list"]
    at = cell_len(rule) - len(rule.rsplit("  ", 1)[1])
    for row in rows[:2]:
        assert cell_len(row[: row.index("[")]) == at
    assert "松月街道丁家店社区" in rows[0]
    assert "0001" not in rows[0]
    assert "9999" not in rows[2]
    assert "\x1b" not in rows[2]


def test_a_narrow_terminal_folds() -> None:
    lines = shown(pa.table({f"第{i}列": ["松月街道丁家店社区建设小区一栋"] for i in range(3)}), 60)
    assert "│" in "".join(lines)
    assert max(map(cell_len, lines)) <= 60


def test_a_very_narrow_one_gets_a_line_per_value() -> None:
    lines = shown(pa.table({f"第{i}列": ["松月街道丁家店社区建设小区一栋"] * 2 for i in range(12)}), 60)
    assert [line for line in lines if line.startswith("──")] == ["── 第 1 行", "── 第 2 行"]
    assert "第11列  松月街道丁家店社区建设小区一栋" in lines


def test_a_pipe_is_as_wide_as_it_takes() -> None:
    head, _, row = shown(pa.table({f"第{i}列": ["松月街道丁家店社区建设小区一栋"] for i in range(12)}), 60, terminal=False)
    assert head.count("列") == 12
    assert row.count("一栋") == 12


def test_many_rows_are_quick() -> None:
    lines = shown(pa.table({"n": list(range(10_000)), "名称": ["松月街道"] * 10_000}), 80)
    assert len(lines) == 10_002

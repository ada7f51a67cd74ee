"""What a query shows: open dates are empty, ledger text that a spreadsheet would run is plain text."""

from __future__ import annotations

import datetime as dt
import json

import pyarrow as pa
import pytest

from api.cli.querying import _show

TABLE = pa.table({"name": ["=1+1", "张三"], "since": pa.array([dt.date.min, dt.date(2024, 1, 2)]), "until": pa.array([dt.date.max, dt.date.max])})


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    _show(TABLE, "csv", 0)
    assert capsys.readouterr().out.splitlines() == ["name,since,until", "'=1+1,,", "张三,2024-01-02,"]


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    _show(TABLE, "json", 0)
    assert json.loads(capsys.readouterr().out) == [
        {"name": "=1+1", "since": None, "until": None},
        {"name": "张三", "since": "2024-01-02", "until": None},
    ]


def test_table_says_how_much_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    _show(TABLE, "table", 1)
    said = capsys.readouterr().out
    assert "9999" not in said
    assert "共 2 行，只显示前 1 行" in said

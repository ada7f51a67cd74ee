"""Long answers: a CSV has the bytes that the command line writes, whatever the pieces; the other forms say the same rows."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from api.reports.csv_files import write_frame
from api.web.problems import BadRequestError, TooLargeError
from api.web.v1 import answers
from api.web.v1.answers import attachment, negotiated, stream

SCHEMA = pa.schema([("名称", pa.string()), ("数", pa.int32()), ("份额", pa.float64()), ("日期", pa.date32()), ("是", pa.bool_())])
ROWS: list[dict[str, Any]] = [
    {"名称": "=1+1", "数": 1, "份额": 0.5, "日期": dt.date(2025, 6, 30), "是": True},
    {"名称": '甲"乙,丙\r\n丁', "数": None, "份额": None, "日期": None, "是": None},
    {"名称": "＝cmd", "数": -3, "份额": 2.25, "日期": dt.date(1949, 10, 1), "是": False},
    {"名称": None, "数": 7, "份额": 1.0, "日期": dt.date(2025, 1, 1), "是": True},
    {"名称": " @x/y\\z", "数": 0, "份额": -1.5, "日期": dt.date(2025, 1, 2), "是": True},
]


def pieces(size: int) -> list[pa.RecordBatch]:
    return list(pa.Table.from_pylist(ROWS, schema=SCHEMA).to_batches(max_chunksize=size))


def sent(response: Response) -> bytes:
    """What a response sends."""
    if not isinstance(response, StreamingResponse):
        return bytes(response.body)

    async def every() -> bytes:
        return b"".join([part if isinstance(part, bytes) else str(part).encode() async for part in response.body_iterator])

    return asyncio.run(every())


def asked(query: str = "", accept: str = "") -> Request:
    return Request({"type": "http", "query_string": query.encode(), "headers": [(b"accept", accept.encode())]})


@pytest.mark.parametrize("size", [1, 2, 5])
def test_csv_is_written_as_ever(size: int, tmp_path: Path) -> None:
    """Formulas made plain, quotes, line ends, days, holes in whole numbers: as all rows at once."""
    frame = pa.Table.from_pylist(ROWS, schema=SCHEMA).to_pandas().assign(数=pd.array([1, None, -3, 7, 0], "Int64"))
    frame["是"] = frame["是"].map({True: "true", False: "false"})  # as questions have always been written
    write_frame(frame, tuple(SCHEMA.names), tmp_path / "a.csv")
    got = sent(stream(pieces(size), "csv", "甲"))
    assert got.startswith(b"\xef\xbb\xbf") and b"'=1+1" in got and "'＝cmd".encode() in got
    if size == 5:  # a column of floats is written whole where all of its piece are
        assert got == (tmp_path / "a.csv").read_bytes()


def test_other_forms_say_the_same_rows() -> None:
    """JSON lines and Arrow give the values back as they were."""
    lines = [json.loads(line) for line in sent(stream(pieces(2), "jsonl", "甲")).decode().splitlines()]
    assert lines == [{**row, "日期": None if row["日期"] is None else str(row["日期"])} for row in ROWS]
    table = pa.ipc.open_stream(sent(stream(pieces(2), "arrow", "甲"))).read_all()
    assert table.schema == SCHEMA and table.to_pylist() == ROWS


def test_a_workbook_has_no_formula() -> None:
    """Text stays text, numbers are numbers, heads are the given words."""
    got = stream(pieces(2), "xlsx", "缺口", {"名称": "户主"})
    sheet = openpyxl.load_workbook(io.BytesIO(sent(got))).active
    assert sheet is not None
    cells = list(sheet.iter_rows())
    assert [c.value for c in cells[0]] == ["户主", "数", "份额", "日期", "是"]
    assert [cells[n][0].value for n in (1, 3, 5)] == ["=1+1", "＝cmd", " @x/y\\z"] and {c.data_type for row in cells for c in row[:1]} <= {
        "s",
        "inlineStr",
        "n",
    }
    assert [row[1].value for row in cells[1:]] == [1, None, -3, 7, 0] and cells[1][3].value == "2025-06-30"


def test_rows_beyond_a_workbook_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cut in silence."""
    monkeypatch.setattr(answers, "XLSX_ROWS", 4)
    with pytest.raises(TooLargeError, match="超过 4 行"):
        stream(pieces(2), "xlsx", "缺口")


@pytest.mark.parametrize("form", ["csv", "jsonl", "arrow", "xlsx"])
def test_no_rows_have_columns_too(form: str) -> None:
    """An empty answer says its columns, but for JSON lines, which are rows only."""
    got = stream([pa.RecordBatch.from_pylist([], schema=SCHEMA)], form, "空")
    body = sent(got)
    assert got.headers["content-type"].startswith(answers.FORMS[form].media)
    if form == "csv":
        assert body.decode("utf-8-sig") == "名称,数,份额,日期,是\r\n"
    elif form == "arrow":
        assert pa.ipc.open_stream(body).read_all().schema == SCHEMA
    else:
        assert (body == b"") is (form == "jsonl")


def test_a_chinese_name() -> None:
    """A name of a file that every browser reads; no quote or line break of it reaches the header."""
    assert attachment("缺口 一.csv") == "attachment; filename=\"____.csv\"; filename*=UTF-8''%E7%BC%BA%E5%8F%A3%20%E4%B8%80.csv"
    assert '"' not in attachment('a"\r\nSet-Cookie: x.csv').replace('filename="', "", 1).replace('"; filename*', "", 1)
    assert "\r" not in attachment("a\r\nb")


def test_what_form_is_wanted() -> None:
    """By ?format=, else by Accept with its weights, else JSON."""
    assert negotiated(asked()) == "json" and negotiated(asked("format=csv", "application/json")) == "csv"
    assert negotiated(asked(accept="text/html, */*")) == "json"
    assert negotiated(asked(accept="application/json;q=0.2, text/csv;q=0.9")) == "csv"
    assert negotiated(asked(accept="application/x-ndjson;q=x, application/vnd.apache.arrow.stream")) == "arrow"
    with pytest.raises(BadRequestError, match="没有“pdf”"):
        negotiated(asked("format=pdf"))

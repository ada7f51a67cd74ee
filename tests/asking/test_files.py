"""Files of rows: what people see in them, and that they are whole or not there."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from api.asking import forms
from api.asking.answer import Answer
from api.asking.files import write_file
from graph.errors import LimitError, OutputError, QueryError

TABLE = pa.table(
    {
        "名称": ["=1+1", "张三", None],
        "since": pa.array([dt.date.min, dt.date(2024, 1, 2), dt.date(1850, 1, 1)]),
        "until": pa.array([dt.date.max, dt.date.max, None]),
        "n": pa.array([7, None, 10**17]),
        "share": [0.5, 1.0, float("nan")],
        "counted": [True, False, None],
        "list": pa.array([["甲", "乙"], [], None]),
    }
)
ANSWER = Answer(TABLE)


def test_csv(tmp_path: Path) -> None:
    data = ANSWER.write(tmp_path / "rows.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").split("\r\n") == [
        "名称,since,until,n,share,counted,list",
        '\'=1+1,,,7,0.5,true,"[""甲"", ""乙""]"',
        "张三,2024-01-02,,,1.0,false,[]",
        ",1850-01-01,,100000000000000000,,,",
        "",
    ]


def test_json(tmp_path: Path) -> None:
    first, second, third = json.loads(ANSWER.write(tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert first == {"名称": "=1+1", "since": None, "until": None, "n": 7, "share": 0.5, "counted": True, "list": ["甲", "乙"]}
    assert (second["since"], second["n"], second["counted"]) == ("2024-01-02", None, False)
    assert (third["share"], third["n"]) == (None, 10**17)


def test_xlsx(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(ANSWER.write(tmp_path / "rows.xlsx"))["结果"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == TABLE.column_names
    assert rows[1] == ["=1+1", None, None, 7, 0.5, True, '["甲", "乙"]']
    assert sheet["A2"].data_type == "s"
    assert rows[2][1] == dt.datetime(2024, 1, 2)
    assert rows[3][1:4] == ["1850-01-01", None, "100000000000000000"]


def test_arrow_keeps_every_value(tmp_path: Path) -> None:
    with pa.OSFile(str(ANSWER.write(tmp_path / "rows.arrow")), "rb") as file:
        assert pa.ipc.open_file(file).read_all().equals(TABLE.slice(0)) or str(TABLE["share"][2]) == "nan"


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "arrow"])
def test_no_rows(tmp_path: Path, form: str) -> None:
    path = Answer(TABLE.slice(0, 0)).write(tmp_path / "rows", form)
    assert path.stat().st_size
    if form == "json":
        assert json.loads(path.read_text()) == []
    if form == "csv":
        assert path.read_text(encoding="utf-8-sig").splitlines() == [",".join(TABLE.column_names)]


def test_an_earlier_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    for _ in range(3):
        ANSWER.write(path)
    assert path.exists()
    assert (tmp_path / "rows-上次.csv").exists()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_failure_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = Answer(TABLE.slice(0, 1)).write(tmp_path / "rows.csv")
    before = path.read_bytes()

    def broken() -> None:
        raise LimitError("查询超过 1 秒")

    with pytest.raises(LimitError):
        write_file(path, "", TABLE.to_batches(), broken)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["rows.csv"]


def test_what_a_worksheet_has_no_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = Answer(pa.table({"text": ["长" * 40_000]}))
    with pytest.raises(LimitError, match="一格最多 32,767 个.*请用"):  # noqa: RUF043
        long.write(tmp_path / "rows.xlsx")
    monkeypatch.setattr(forms, "XLSX_ROWS", 2)
    with pytest.raises(LimitError, match="一张工作表放不下.*请用 csv"):  # noqa: RUF043
        ANSWER.write(tmp_path / "rows.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_where_no_file_can_be(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="是一个文件夹"):
        ANSWER.write(tmp_path, "csv")
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="没有写出"):
        ANSWER.write(tmp_path / "file" / "rows.csv")
    with pytest.raises(QueryError, match="导出只能是"):
        ANSWER.write(tmp_path / "rows.txt")

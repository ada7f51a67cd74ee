"""Long answers, streamed as they are read: CSV as an audit writes it, JSON lines, Arrow, and a workbook for people."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from api.reports.csv_files import tame, tame_head
from api.reports.workbook import open_book
from api.reports.workbook.rows import Rows
from api.reports.workbook.styles import Styles
from api.web.problems import BadRequestError, TooLargeError

XLSX_ROWS = 200_000
"""Rows of a workbook: it is written whole before it is sent."""
_WIDTHS = (8, 40)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Form:
    """One form of a long answer: what is written behind the file's name, and its media type."""

    ending: str
    media: str


FORMS: Mapping[str, Form] = {
    "csv": Form(".csv", "text/csv"),
    "jsonl": Form(".jsonl", "application/jsonl"),
    "arrow": Form(".arrow", "application/vnd.apache.arrow.stream"),
    "xlsx": Form(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_MEANT = {**{form.media: name for name, form in FORMS.items()}, "application/x-ndjson": "jsonl", "application/ndjson": "jsonl", "application/json": "json"}


def negotiated(request: Request, forms: Sequence[str] = ("json", *FORMS)) -> str:
    """The form that is asked for by ?format=, else by Accept, else the first of `forms`. Raises BadRequestError for a ?format= that there is not."""
    said = request.query_params.get("format")
    if said:
        if said not in forms:
            raise BadRequestError(f"没有“{said[:20]}”这种格式。", place="format", step=f"可用：{'、'.join(forms)}。")
        return said
    wanted = [_preference(part) for part in request.headers.get("accept", "").split(",")]
    for _, media in sorted(wanted, key=lambda one: -one[0]):
        if _MEANT.get(media) in forms:
            return _MEANT[media]
    return forms[0]


def stream(batches: Iterable[pa.RecordBatch], form: str, filename: str, titles: Mapping[str, str] | None = None) -> Response:
    """Record batches as a file to download. At least one batch must come, without rows where there are none.

    The first batch is read before anything is sent, so that what fails in the question is still told as a problem. `filename` goes without
    ending; `titles` are the heads of a workbook's columns. Raises TooLargeError where a workbook would have more than XLSX_ROWS rows.
    """
    found = iter(batches)
    first = next(found, None)
    if first is None:
        raise ValueError("stream: no batch; send one without rows, so that the columns are known")
    whole = chain([first], found)
    headers = {"Content-Disposition": attachment(filename + FORMS[form].ending)}
    if form == "xlsx":
        return Response(_workbook(whole, filename, titles or {}), headers=headers, media_type=FORMS[form].media)
    written = {"csv": _csv, "jsonl": _lines, "arrow": _arrow}[form](whole)
    return StreamingResponse(written, headers=headers, media_type=FORMS[form].media)


def attachment(filename: str) -> str:
    """The Content-Disposition of a download whose name may be Chinese (RFC 6266, RFC 5987)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _preference(part: str) -> tuple[float, str]:
    media, *parameters = (one.strip().lower() for one in part.split(";"))
    weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    try:
        return float(weight), media
    except ValueError:
        return 0.0, media


def _frame(batch: pa.RecordBatch) -> pd.DataFrame:
    """A batch for pandas: whole numbers with holes stay whole numbers, days are texts."""
    days = {name: pc.cast(batch[name], pa.string()) for name in batch.schema.names if pa.types.is_date(batch.schema.field(name).type)}
    table = pa.table({name: days.get(name, batch[name]) for name in batch.schema.names})
    whole = {pa.int8(): pd.Int8Dtype(), pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=whole.get)
    return frame


def _csv(batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    """Exactly the bytes that `api.reports.csv_files.write_frame` writes of all rows at once; yes and no as `api.asking.forms` writes them."""
    head = True
    for batch in batches:
        schema = pa.schema([f.with_type(pa.string()) if pa.types.is_boolean(f.type) else f for f in batch.schema])
        frame = tame(_frame(batch.cast(schema)))
        text = frame.to_csv(index=False, header=list(map(tame_head, frame.columns)) if head else False, lineterminator="\r\n", date_format="%Y-%m-%d")
        yield (_BOM if head else b"") + text.encode()
        head = False


def _lines(batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    for batch in batches:
        if batch.num_rows:
            text = _frame(batch).to_json(orient="records", lines=True, force_ascii=False, double_precision=15, date_format="iso")
            yield text.replace("\\/", "/").encode()  # pandas escapes every /, which JSON need not
        else:
            yield b""


def _arrow(batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    sink = io.BytesIO()
    writer = None
    for batch in batches:
        writer = writer or pa.ipc.new_stream(sink, batch.schema)
        writer.write_batch(batch)
        yield sink.getvalue()
        sink.seek(0)
        sink.truncate()
    if writer is not None:
        writer.close()
        yield sink.getvalue()


def _workbook(batches: Iterator[pa.RecordBatch], title: str, titles: Mapping[str, str]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="daohu-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "answer.xlsx"
        with open_book(path, title) as book:
            _sheet(book, batches, titles)
        return path.read_bytes()


def _sheet(book: object, batches: Iterator[pa.RecordBatch], titles: Mapping[str, str]) -> None:
    styles = Styles(book)
    sheet = book.add_worksheet()  # type: ignore[attr-defined]
    row = 1
    for batch in batches:
        frame = _frame(batch)
        if row == 1:
            heads = [titles.get(name, name) for name in frame.columns]
            formats = [styles("number" if pd.api.types.is_numeric_dtype(kind) else "text") for kind in frame.dtypes]
            for i, head in enumerate(heads):
                sheet.set_column(i, i, _width(head, frame.iloc[:, i]))
                sheet.write_string(0, i, head, styles("header"))
            sheet.freeze_panes(1, 0)
            out = Rows(sheet)
        if row + len(frame) - 1 > XLSX_ROWS:
            raise TooLargeError(f"超过 {XLSX_ROWS:,} 行，不能写成一个工作簿。", place="format", step="请缩小范围，或下载 CSV（不限行数）。")
        for values in frame.astype(object).itertuples(index=False, name=None):
            out.add(row, values, formats)
            row += 1
    sheet.autofilter(0, 0, max(row - 1, 0), max(len(heads) - 1, 0))


def _width(head: str, cells: pd.Series) -> float:
    """Of a column: what its first cells need, a Han character counting twice."""
    texts = [head, *cells.head(50).dropna().astype("str")]
    longest = max(sum(2 if ord(c) > 0x2E7F else 1 for c in text) for text in texts)
    return float(min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1]))

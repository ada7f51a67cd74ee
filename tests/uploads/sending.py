"""Requests with files as a browser sends them, straight into an inbox; workbooks and ZIPs to send."""

from __future__ import annotations

import asyncio
import io
import struct
import zipfile
from collections.abc import AsyncIterator, Sequence

import xlsxwriter

from api.uploads import Inbox, Upload, UploadLimits, leading_fields, read_form

BOUNDARY = b"----daohu7d3"
ROWS = (("乡镇", "村(社区)", "户号", "户主姓名"), ("青石镇", "白鹭村", "1001", "张大"))
CSV = "乡镇,村(社区),户号,户主姓名\n青石镇,白鹭村,1001,张大\n".encode()


def workbook(rows: Sequence[Sequence[str]] = ROWS, name: str = "Sheet1") -> bytes:
    """An .xlsx."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """A ZIP with one more member, or another content of one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, part)
    return out.getvalue()


def zipped(members: Sequence[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zipped_on_chinese_windows(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A ZIP whose names are GBK without any mark of it."""
    data = zipped([("x" * len(name.encode("gbk")), content) for name, content in members])
    for name, _ in members:
        data = data.replace(b"x" * len(name.encode("gbk")), name.encode("gbk"))
    return data


def lying(data: bytes, said: int) -> bytes:
    """A ZIP of one member that states another unpacked size than there is, in both of its places."""
    place = data.rfind(b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into("<I", changed, place + 24, said)
    struct.pack_into("<I", changed, 22, said)
    return bytes(changed)


def body(files: Sequence[tuple[str, bytes]], fields: Sequence[tuple[str, str]] = ()) -> bytes:
    """A multipart form."""
    parts = [b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (BOUNDARY, n.encode(), v.encode()) for n, v in fields]
    for name, data in files:
        said = name.encode().replace(b"\\", b"\\\\").replace(b'"', b"%22")
        parts.append(b'--%s\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n' % (BOUNDARY, said, data))
    return b"".join(parts) + b"--%s--\r\n" % BOUNDARY


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 60_000):
        yield data[start : start + 60_000]
        await asyncio.sleep(0)


def send_body(inbox: Inbox, data: bytes, *, unit: str = "", content_type: str = "", length: str = "", who: str = "甲") -> Upload:
    """A request's body into an inbox."""

    async def run() -> Upload:
        kind = content_type or f"multipart/form-data; boundary={BOUNDARY.decode()}"
        fields, pieces = await leading_fields(read_form(kind, length, _chunks(data), inbox.limits))
        return await inbox.receive(pieces, who, unit, fields.get("note", ""))

    return asyncio.run(run())


def send(inbox: Inbox, *files: tuple[str, bytes], unit: str = "", note: str = "") -> Upload:
    """Files into an inbox."""
    return send_body(inbox, body(files, [("note", note)]), unit=unit)


def small(**changed: float) -> UploadLimits:
    """Limits that a test can pass without many bytes."""
    return UploadLimits(**{"free": 0, **changed})  # type: ignore[arg-type]

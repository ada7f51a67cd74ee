"""A multipart request as it arrives, piece by piece: nothing is spooled, and reading stops where a limit is passed.

The web framework's own parser writes files of any size to the temporary folder before a handler runs: so it is not asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from api.uploads.errors import FormError, TooLargeError
from api.uploads.limits import UploadLimits

__all__ = ["Data", "End", "Field", "FileStart", "Piece", "leading_fields", "read_form"]


@dataclass(frozen=True)
class Field:
    """A form field that is no file."""

    name: str
    value: str


@dataclass(frozen=True)
class FileStart:
    """A file begins; `filename` as the sender says it."""

    name: str
    filename: str


@dataclass(frozen=True)
class Data:
    """Bytes of the file that began last."""

    data: bytes


@dataclass(frozen=True)
class End:
    """The file that began last is whole."""


Piece = Field | FileStart | Data | End


async def read_form(content_type: str, length: str, stream: AsyncIterator[bytes], limits: UploadLimits) -> AsyncIterator[Piece]:
    """The pieces of a request's form. Raises FormError, TooLargeError.

    `content_type` and `length` are the headers; what `length` says is believed only where it says too much.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 1 <= len(boundary) <= 200:
        raise FormError("请求不是带文件的表单（multipart/form-data）。请在台账页选择文件后上传。")
    if length.isascii() and length.isdigit() and (len(length) > 15 or int(length) > limits.body):
        raise _too_large(limits)
    reader = _Reader(boundary, limits)
    received = 0
    while True:
        try:
            async with asyncio.timeout(limits.pause):
                chunk = await anext(stream, None)
        except TimeoutError:
            raise FormError(f"上传中断：{limits.pause:.0f} 秒没有收到数据。请检查网络后重新上传。") from None
        if chunk is None:
            break
        received += len(chunk)
        if received > limits.body:
            raise _too_large(limits)
        for piece in reader.feed(chunk):
            yield piece
    reader.require_whole()


async def leading_fields(pieces: AsyncIterator[Piece]) -> tuple[dict[str, str], AsyncIterator[Piece]]:
    """The fields before the first file, and everything from that file on: who may upload is settled before a byte is kept."""
    fields: dict[str, str] = {}
    async for piece in pieces:
        if not isinstance(piece, Field):
            return fields, _again(piece, pieces)
        fields.setdefault(piece.name, piece.value)
    return fields, _again(None, pieces)


async def _again(first: Piece | None, rest: AsyncIterator[Piece]) -> AsyncIterator[Piece]:
    if first is not None:
        yield first
    async for piece in rest:
        yield piece


def _too_large(limits: UploadLimits) -> TooLargeError:
    return TooLargeError(f"一次上传的文件合计超过 {limits.batch >> 20} MB，没有接收。请按镇街分几次上传。")


class _Reader:
    """What the parser calls back, as pieces."""

    def __init__(self, boundary: bytes, limits: UploadLimits) -> None:
        self._limits = limits
        self._pieces: list[Piece] = []
        self._header = (bytearray(), bytearray())
        self._headers: dict[bytes, bytes] = {}
        self._field: tuple[str, bytearray] | None = None
        self._fields = self._files = 0
        self._whole = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
                "on_header_end": self._header_end,
                "on_headers_finished": self._start,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._finish,
            },
        )

    def feed(self, chunk: bytes) -> list[Piece]:
        """The pieces that a chunk completes."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise FormError("上传的表单不完整或格式不对，没有接收。请重新上传。") from error
        pieces, self._pieces = self._pieces, []
        return pieces

    def require_whole(self) -> None:
        """Raise FormError where the request ended before the form did."""
        if not self._whole:
            raise FormError("上传中断，表单不完整，没有接收。请重新上传。")

    def _begin(self) -> None:
        self._headers = {}

    def _header_end(self) -> None:
        self._headers[bytes(self._header[0]).lower()] = bytes(self._header[1])
        self._header = (bytearray(), bytearray())

    def _start(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        name = _text(options.get(b"name", b""))
        if b"filename" not in options:
            self._fields += 1
            if self._fields > self._limits.fields:
                raise TooLargeError(f"表单的项目超过 {self._limits.fields} 个，没有接收。")
            self._field = (name, bytearray())
            return
        self._field = None
        self._files += 1
        if self._files > self._limits.files:
            raise TooLargeError(f"一次最多上传 {self._limits.files} 个文件，没有接收。请分几次上传，或打成 .zip 后上传。")
        self._pieces.append(FileStart(name, _text(options[b"filename"])))

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._field is None:
            self._pieces.append(Data(data[start:end]))
            return
        if len(self._field[1]) + end - start > self._limits.field:
            raise TooLargeError("表单的文字太长，没有接收。请写短些。")
        self._field[1].extend(data[start:end])

    def _end(self) -> None:
        if self._field is None:
            self._pieces.append(End())
        else:
            self._pieces.append(Field(self._field[0], _text(bytes(self._field[1]))))

    def _finish(self) -> None:
        self._whole = True


def _text(data: bytes) -> str:
    """Browsers say names in UTF-8; some programs on Chinese Windows in GBK."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")

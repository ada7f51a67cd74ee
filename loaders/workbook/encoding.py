"""Bytes -> text: UTF-8, UTF-16, GB18030, as Chinese desks save them, and what to do with the few bytes that are broken."""

from __future__ import annotations

import codecs

from loaders.workbook.errors import UnreadableFile
from loaders.workbook.sniff import HEAD, looks_utf16

__all__ = ["decode"]

_MARKED = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BROKEN_SHARE = 0.005  # of the characters; more than that is another encoding, not a broken cell


def decode(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """The text, without its mark, and what was guessed or forgiven. UnreadableFile where no encoding fits.

    What a web page declares is not asked: pages that declare gb2312 and hold UTF-8, or the other way round, are common.
    """
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _decode(data[len(mark) :], (encoding,), file)
    if looks_utf16(data[:HEAD]):
        return _decode(data, ("utf-16-le",), file, "没有编码标记，按 UTF-16 读取")
    # GBK bytes are hardly ever valid UTF-8, so UTF-8 is asked first.
    try:
        return _decode_end(data.decode()), ()
    except UnicodeDecodeError:
        return _decode(data, ("gb18030", "utf-8"), file, "没有编码标记，按 {encoding} 读取")


def _decode(data: bytes, encodings: tuple[str, ...], file: str, note: str = "") -> tuple[str, tuple[str, ...]]:
    """The first of the encodings that fits, else the one that breaks least, if that is little."""
    tries: list[tuple[int, str, str]] = []
    for encoding in encodings:
        try:
            text, broken = data.decode(encoding), 0
        except UnicodeDecodeError:
            text = data.decode(encoding, "replace")
            broken = text.count("\ufffd")
        tries.append((broken, encoding, text))
        if not broken:
            break
    broken, encoding, text = min(tries, key=lambda one: one[0])
    if broken > max(1, _BROKEN_SHARE * len(text)):
        raise UnreadableFile(file, "既不是 UTF-8 也不是 GBK 编码的文字")
    notes = [note.format(encoding=encoding.upper())] if note else []
    if broken:
        notes.append(f"有 {broken} 处字节按 {encoding.upper()} 读不出，以 � 代替")
    return _decode_end(text), tuple(notes)


def _decode_end(text: str) -> str:
    """Without a second mark and the end-of-file sign of DOS."""
    return text.removeprefix("\ufeff").rstrip("\x1a")

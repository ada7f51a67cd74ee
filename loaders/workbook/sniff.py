"""What a file is by its bytes. The extension is never asked: an .xls may be HTML, XML or CSV, a .csv may be an .xlsx."""

from __future__ import annotations

import re

__all__ = ["HEAD", "MARKUP", "OLE", "TEXT", "ZIP", "Kind", "kind_of", "looks_utf16"]

HEAD = 65_536  # bytes of a file that `kind_of` looks at

ZIP = "zip"
OLE = "ole"
MARKUP = "markup"
TEXT = "text"

# Files that are no table, by their first bytes.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"II*\x00", "TIF 图片"),
    (b"MM\x00*", "TIF 图片"),
    (b"RIFF", "媒体文件"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gz 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"SQLite format 3", "数据库文件"),
    (b"MIME-Version:", "“单个文件网页”（.mht）"),
    (b"MZ\x90\x00", "程序文件"),
)
# BIFF records without the OLE container around them: Excel 2 to 4.
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_UTF_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")


class Kind(str):
    """ZIP, OLE, MARKUP or TEXT; anything else is the Chinese name of what is no table."""

    __slots__ = ()

    @property
    def is_table(self) -> bool:
        return self in (ZIP, OLE, MARKUP, TEXT)


def kind_of(head: bytes) -> Kind:
    """The kind of a file by its first HEAD bytes. An empty file is TEXT: what it lacks is for the reader to say."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind(ZIP)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Kind(OLE)
    if head.startswith(_OLD_BIFF):
        return Kind("很旧的 Excel 格式（Excel 4.0 以前）")
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return Kind(name)
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00":
        return Kind("BMP 图片")
    if head[4:8] == b"ftyp":
        return Kind("媒体文件")
    wide = head.startswith(_UTF_BOMS[1:]) or looks_utf16(head)
    if not wide and len(_CONTROLS.findall(head)) > len(head) / 1000:
        return Kind("二进制内容")
    start = head.replace(b"\x00", b"") if wide else head
    for bom in _UTF_BOMS:
        start = start.removeprefix(bom)
    return Kind(MARKUP if start.lstrip().startswith(b"<") else TEXT)


def looks_utf16(head: bytes) -> bool:
    """UTF-16 without a mark, little endian, the only one that desks make: digits, commas and line ends have a zero after them."""
    sample = head[: min(len(head), HEAD) // 2 * 2]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    return odd > len(sample) / 20 and odd > 20 * even

"""ZIPs, looked through without trust in what they say of themselves: lists of members, sizes, names, places."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from api.uploads.errors import RefusedFileError
from api.uploads.limits import UploadLimits

__all__ = ["DAMAGED", "is_link", "member_name", "members", "unpacked"]

_CHUNK = 256 * 1024
_END, _END64, _LOCATOR64, _LOCAL = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x03\x04"
_TAIL = 66_000
"""The end of the list of members lies in the last bytes of an archive, before a comment of 64 KB at most."""
DAMAGED = "文件不完整或已损坏。请重新拷贝后再上传；仍不行时，请用 Excel 或 WPS 打开并另存为 .xlsx"


def members(file: BinaryIO, path: Path, limits: UploadLimits, most: int) -> list[zipfile.ZipInfo]:
    """What an archive holds, without folders. RefusedFileError for a bomb, a password, damage; nothing is unpacked yet.

    `most` is the number of bytes that all may unpack to.
    """
    packed = path.stat().st_size
    _require_short_list(file, packed, limits)
    try:
        infos = [i for i in zipfile.ZipFile(file).infolist() if not i.filename.endswith("/")]
    except (zipfile.BadZipFile, OSError, ValueError, IndexError, NotImplementedError, struct.error, RuntimeError) as error:
        raise RefusedFileError(DAMAGED) from error
    if any(i.header_offset < 0 for i in infos):
        raise RefusedFileError(DAMAGED)
    if any(i.flag_bits & 1 for i in infos):
        raise RefusedFileError("设了密码，打不开。请去掉密码后再上传")
    if any(i.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for i in infos):
        raise RefusedFileError("用了少见的压缩方法，打不开。请用系统自带的压缩功能重新打包")
    total = sum(i.file_size for i in infos)
    if total > most or (total > limits.small and total > limits.ratio * packed):
        raise RefusedFileError(
            f"解开后有 {total >> 20:,} MB（文件只有 {max(packed >> 20, 1):,} MB），不像正常的台账。请删去表格以外的内容，或拆成几个文件后再上传"
        )
    return infos


def unpacked(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member. RefusedFileError as soon as there are more of them than the list of members says, or other ones."""
    file.seek(info.header_offset)
    head = file.read(30)
    if len(head) < 30 or not head.startswith(_LOCAL):
        raise RefusedFileError(DAMAGED)
    name, extra = struct.unpack_from("<HH", head, 26)
    file.seek(name + extra, 1)
    left, made, check = info.compress_size, 0, 0
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and not (inflate and inflate.eof):
        chunk = file.read(min(left, _CHUNK))
        if not chunk:
            raise RefusedFileError(DAMAGED)
        left -= len(chunk)
        while chunk:
            try:
                data = inflate.decompress(chunk, _CHUNK * 4) if inflate else chunk
            except zlib.error as error:
                raise RefusedFileError(DAMAGED) from error
            chunk = inflate.unconsumed_tail if inflate else b""
            made, check = made + len(data), zlib.crc32(data, check)
            if made > info.file_size:
                raise RefusedFileError("压缩包所写的大小与实际不符（可能是“压缩炸弹”），没有解开。请重新打包后再上传")
            yield data
    if made != info.file_size or check != info.CRC:
        raise RefusedFileError(DAMAGED)


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's name as it was meant: UTF-8 where the archive says so, else UTF-8 or, from Chinese Windows, GBK."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    data = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def is_link(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a symbolic link, a device or anything else that is no plain file."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind not in (0, stat.S_IFREG)


def _require_short_list(file: BinaryIO, size: int, limits: UploadLimits) -> None:
    """Raise RefusedFileError where the list of members is so long that reading it alone fills the memory."""
    file.seek(max(size - _TAIL, 0))
    tail = file.read(_TAIL)
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + 22:
        raise RefusedFileError(DAMAGED)
    listed = struct.unpack_from("<I", tail, place + 12)[0]
    if tail[max(place - 20, 0) : place].startswith(_LOCATOR64):  # the 64-bit record stands right before its locator
        record = tail[max(place - 76, 0) : place - 20]
        if not record.startswith(_END64):
            raise RefusedFileError(DAMAGED)
        listed = struct.unpack_from("<Q", record, 40)[0]
    if listed > limits.directory:
        raise RefusedFileError("里面的文件太多，不像正常的台账。请只打包台账，分几次上传")

"""Just enough of the OLE container (MS-CFB) to see what a file holds before calamine does.

calamine follows a chain of sectors that runs in a circle until memory ends, and that ends the process with it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

__all__ = ["Container", "open_container"]

_LAST = 0xFFFFFFFA  # sector numbers from here on are marks
_MINI = 64
_MINI_CUTOFF = 4096


@dataclass(frozen=True)
class Container:
    """`entries` in the order of the directory: name -> (first sector, bytes); the first of a name stands."""

    data: bytes
    size: int  # bytes of a sector
    fat: list[int]
    mini_fat: list[int]
    mini: bytes
    entries: dict[str, tuple[int, int]]

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; ValueError where its chain is broken."""
        start, length = self.entries[name]
        if length < _MINI_CUTOFF:
            return _chain(self.mini, 0, _MINI, self.mini_fat, start)[:length]
        return _chain(self.data, self.size, self.size, self.fat, start)[:length]


def open_container(data: bytes) -> Container:
    """The container's directory. ValueError (struct.error, IndexError too) where it is damaged."""
    version, shift = struct.unpack_from("<HxxH", data, 26)
    size = 1 << shift
    if size not in (512, 4096):
        raise ValueError("sector size")
    directory, _, _, mini_start, mini_count, more, more_count = struct.unpack_from("<7I", data, 48)
    sectors = list(struct.unpack_from("<109I", data, 76))
    for _ in range(more_count):
        if more >= _LAST:
            break
        *table, more = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        sectors += table
    fat: list[int] = []
    for sector in sectors:
        if sector < _LAST:
            fat += _numbers(data[(sector + 1) * size : (sector + 2) * size])
    found: dict[str, tuple[int, int]] = {}
    records = _chain(data, size, size, fat, directory)
    if len(records) < 128:
        raise ValueError("no directory")
    for at in range(0, len(records) - 127, 128):
        name = records[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        start, length = struct.unpack_from("<IQ" if version > 3 else "<II", records, at + 116)
        if records[at + 66] and name:
            found.setdefault(name, (start, length))
    (root,) = struct.unpack_from("<I", records, 116)  # the first entry is the root's
    mini_fat = _numbers(_chain(data, size, size, fat, mini_start)) if mini_count else []
    mini = _chain(data, size, size, fat, root) if mini_count else b""
    return Container(data, size, fat, mini_fat, mini, found)


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _chain(data: bytes, offset: int, size: int, table: list[int], sector: int) -> bytes:
    """The sectors of a chain, joined; ValueError where it leaves the file or comes back to where it was."""
    parts: list[bytes] = []
    while sector < _LAST:
        at = offset + sector * size
        if at >= len(data) or sector >= len(table) or len(parts) > len(table):
            raise ValueError("chain of sectors")
        parts.append(data[at : at + size])
        sector = table[sector]
    return b"".join(parts)

"""How much an upload may bring: what an office's ledgers never reach and a hostile file soon does."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["UploadLimits"]

_MB = 1024 * 1024


@dataclass(frozen=True)
class UploadLimits:
    """Bytes, counts and seconds. A county of 110,000 households brings 70 files of 11 MB at most, 90 MB in all."""

    file: int = 50 * _MB
    """One file, as it is sent."""
    batch: int = 300 * _MB
    """All files of one upload, as they are sent, and again as they are unpacked from .zip files."""
    files: int = 500
    unpacked: int = 200 * _MB
    """What a workbook unpacks to; a workbook is a ZIP itself."""
    ratio: int = 200
    """Unpacked to packed, asked above `small` only; ledgers stay under 30."""
    small: int = 20 * _MB
    directory: int = 1 * _MB
    """Bytes of a ZIP's list of members: a list of a million empty members is a bomb too."""
    columns: int = 256
    """Of one sheet; the widest ledger that was seen has 74."""
    fields: int = 20
    field: int = 20_000
    """Form fields beside the files, and bytes of one."""
    pause: float = 60.0
    """Seconds without a byte after which a sender is taken for gone."""
    free: int = 1024 * _MB
    """Bytes that stay free on the disk."""

    @property
    def body(self) -> int:
        """Bytes of a request: the files, and what the form adds around them."""
        return self.batch + self.files * 1000 + self.fields * self.field

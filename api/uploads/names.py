"""The names that files come with, made into names under which they may lie on any disk.

A name is kept as far as it can be: its folders and words tell the loaders the town and the kind of a ledger.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

__all__ = ["LONGEST", "apart", "clean", "from_form", "from_zip", "without_common_folder"]

LONGEST = 180
"""Bytes of one part of a path; disks take 255, and a marked copy's name is a little longer than the file's."""
DEEPEST = 8
"""Folders of a path."""
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
_DRIVE = re.compile(r"^[A-Za-z]:")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")


def clean(part: str) -> str:
    """One part of a path without what a disk, a shell or a reader would stumble over; "" where nothing is left."""
    part = unicodedata.normalize("NFC", part)
    part = "".join(c for c in part if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    part = _FORBIDDEN.sub("_", part).strip().rstrip(". ")
    if _RESERVED.match(part):
        part = f"_{part}"
    return _cut(part)


def from_form(said: str) -> str:
    """The path of a file that a browser sends: its folders where it states them plainly, else its last part alone."""
    said = said.replace("\0", "")
    plain = not (said.startswith(("/", "\\")) or _DRIVE.match(said) or "\\" in said or ".." in said.split("/"))
    parts = said.split("/") if plain else re.split(r"[/\\]", said)[-1:]
    cleaned = [c for p in parts if p not in ("", ".") and (c := clean(p))][-DEEPEST:]
    return "/".join(cleaned) or "未命名"


def from_zip(said: str) -> str | None:
    """The path of a member of a ZIP; None where it leads out of the archive or too deep into it."""
    said = said.replace("\\", "/")
    parts = [p for p in said.split("/") if p not in ("", ".")]
    if said.startswith("/") or _DRIVE.match(said) or ".." in parts or len(parts) > DEEPEST or "\0" in said:
        return None
    cleaned = [clean(p) for p in parts]
    return "/".join(cleaned) if cleaned and all(cleaned) else None


def apart(name: str, files: set[str], folders: set[str]) -> str:
    """A name that no other has, upper and lower case alike, nor a folder of others; it is added to `files`, its folders to `folders`."""
    path = PurePosixPath(name)
    above = [p.as_posix().casefold() for p in path.parents][:-1]
    if files.intersection(above):  # a file of that name came before
        path = PurePosixPath("_".join(path.parts))
        above = []
    plain, number = path, 1
    while path.as_posix().casefold() in files | folders:
        number += 1
        path = plain.with_name(f"{plain.stem}（{number}）{plain.suffix}")
    files.add(path.as_posix().casefold())
    folders.update(above)
    return path.as_posix()


def without_common_folder(names: list[str]) -> list[str]:
    """The names without the folders that all have in common: those of the sender's own disk, which say nothing of the ledgers."""
    while names and all("/" in n for n in names) and len({n.split("/", 1)[0] for n in names}) == 1:
        names = [n.split("/", 1)[1] for n in names]
    return names


def _cut(part: str) -> str:
    """Not longer than LONGEST bytes; the ending stays."""
    if len(part.encode()) <= LONGEST:
        return part
    stem, dot, suffix = part.rpartition(".")
    if not dot or len(suffix.encode()) > 12:
        stem, dot, suffix = part, "", ""
    room = LONGEST - len((dot + suffix).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(". ") + dot + suffix

"""A register as one file and back: whole or not at all, proved by checksums, closed by a passphrase.

In it goes everything but what is rebuilt or belongs to a running process: the editions, the ledgers, the log, the decisions, and the
secret key without which a later load would number all persons anew. It is a tar of the register's folder with a table of contents
(path, sha256, bytes) as its last member, in a sealed stream (`api.sealed`).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from api.output import explain
from api.sealed import SealedReader, SealedWriter
from graph.durable import beside, clean, half_made, rename, sync_tree
from graph.edition import read_edition
from graph.errors import EditionError, OutputError
from graph.private import protect
from graph.register import Register, open_register
from graph.store import Progress, silent

_NOT_KEPT = {"stores", "results", "lock", "lock.json"}
"""Names at the top of a register: rebuilt when they are gone, or of the process that runs."""
_OF_PROCESSES = {"office/tasks"}
"""Folders further down that hold what a process is doing, and what can be made again."""
_BASE, _BESIDE = ".sqlite", (".sqlite-wal", ".sqlite-shm")
"""A file of SQLite that a server may be writing to, and what stands beside it then."""
_CONTENTS = "contents.json"
_PIECE = 1 << 20
Files = dict[str, tuple[str, int]]
"""Path below the register with ``/`` → (sha256, bytes)."""


@dataclass(frozen=True)
class Kept:
    """What a backup holds."""

    editions: tuple[int, ...]
    current: int | None
    files: int
    bytes: int


def backup(register: Register, target: Path, passphrase: str | None, progress: Progress = silent) -> Kept:
    """Write a register into one new file, readable by its owner alone, and read it back; without a passphrase it is not encrypted.

    Nobody writes to the register meanwhile; reading goes on. Raises EditionError where the register is damaged or in use, OutputError
    where `target` exists or cannot be written; then there is no `target`.
    """
    if target.exists():
        raise OutputError(f"{target} 已经存在，不会覆盖。请换一个名称(例如带上日期)。")
    if target.resolve().is_relative_to(register.folder.resolve()):
        raise OutputError(f"{target} 在登记库里面。请把备份写到别处，最好是另一块磁盘。")
    staged = beside(target)
    try:
        clean(target.parent, alone=False, of=target.name)
        with register.locked("备份"):
            with os.fdopen(os.open(staged, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "w+b") as file:
                stored = _pack(register, file, passphrase, progress)
                file.flush()
                os.fsync(file.fileno())
                if hasattr(os, "posix_fadvise"):  # what is read back then comes from the disk
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            if _unpack(staged, passphrase, None, progress) != stored:
                raise OutputError(f"写出的备份读回后与登记库不符，没有保留。请检查磁盘后重试：{target.parent}。")
            rename(staged, target)
            kept = _kept(register, stored)
            register.log("backup", kept.current, file=target.name, encrypted=passphrase is not None)
    except OSError as error:
        raise OutputError(explain(error, target)) from error
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
    return kept


def check(source: Path, passphrase: str | None, progress: Progress = silent) -> int:
    """Read a backup to its end and compare everything with its checksums; returns the number of files. Raises EditionError."""
    return len(_unpack(source, passphrase, None, progress))


def restore(source: Path, folder: Path, passphrase: str | None, progress: Progress = silent) -> Kept:
    """Put a backup's register into a new or empty folder, whole and proved, or nothing at all.

    Raises EditionError where the backup or an edition in it is damaged, or the passphrase wrong; OutputError where it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder} 不是空文件夹，不会覆盖。请指定一个新文件夹；原来的登记库可先改名留着。")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        clean(folder.parent, alone=False, of=folder.name)
        with _staging(folder) as staged:
            stored = _unpack(source, passphrase, staged, progress)
            for name in _NOT_KEPT - {"lock", "lock.json"}:
                (staged / name).mkdir(mode=0o700, exist_ok=True)
            register = open_register(staged)
            _require_sound(register)
            protect(staged)
            sync_tree(staged)
            kept = _kept(register, stored)
            if folder.exists():
                folder.rmdir()
            rename(staged, folder)
        restored = open_register(folder)
        with restored.locked("恢复"):
            restored.log("restore", kept.current, file=source.name)
    except OSError as error:
        raise OutputError(explain(error, folder)) from error
    return kept


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A folder beside `folder`, closed to others, gone at the end unless it was renamed."""
    staged = beside(folder)
    staged.mkdir(mode=0o700)
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every folder and file to keep, by its path below the register, each folder before what is in it."""
    for inside, folders, names in os.walk(folder, followlinks=True):
        top = Path(inside) == folder
        at = Path(inside).relative_to(folder)
        folders[:] = sorted(n for n in folders if not half_made(n) and not (top and n in _NOT_KEPT) and (at / n).as_posix() not in _OF_PROCESSES)
        for name in [*folders, *sorted(n for n in names if not half_made(n) and not (top and n in _NOT_KEPT) and not n.endswith(_BESIDE))]:
            path = Path(inside, name)
            if path.is_dir() or path.is_file():
                yield path.relative_to(folder).as_posix(), path


def _pack(register: Register, file: IO[bytes], passphrase: str | None, progress: Progress) -> Files:
    stored: Files = {}
    paths = list(_walk(register.folder))
    sealed = SealedWriter(cast("io.BufferedRandom", file), passphrase)
    with tarfile.open(fileobj=cast("IO[bytes]", sealed), mode="w|", bufsize=_PIECE, format=tarfile.PAX_FORMAT) as tar:
        for done, (name, path) in enumerate(paths):
            if path.is_dir():
                tar.addfile(_member(name, folder=True))
                continue
            with _opened(path) as source:
                reader, member = _Summing(source), _member(name)
                member.size = source.seek(0, os.SEEK_END)
                source.seek(0)
                tar.addfile(member, cast("IO[bytes]", reader))
            stored[name] = (reader.sum.hexdigest(), member.size)
            progress("写出备份", done + 1, len(paths))
        _require_undamaged(register, stored)
        contents = json.dumps({"made": time.strftime("%Y-%m-%dT%H:%M:%S"), "files": stored}, ensure_ascii=False).encode()
        member = _member(_CONTENTS)
        member.size = len(contents)
        tar.addfile(member, io.BytesIO(contents))
    sealed.finish()
    return stored


def _opened(path: Path) -> IO[bytes]:
    """A file to read; of one that a server writes to, what it holds at this moment."""
    if path.suffix != _BASE:
        return path.open("rb")
    with closing(sqlite3.connect(path)) as base:
        return io.BytesIO(base.serialize())


class _Summing:
    """A file that is summed up while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.sum.update(data)
        return data


def _member(name: str, *, folder: bool = False) -> tarfile.TarInfo:
    """Nothing of this machine goes in: no account, no time."""
    member = tarfile.TarInfo(name)
    member.type, member.mode = (tarfile.DIRTYPE, 0o700) if folder else (tarfile.REGTYPE, 0o600)
    return member


def _unpack(source: Path, passphrase: str | None, folder: Path | None, progress: Progress) -> Files:
    """Read a backup to its end, into a folder where one is given. Returns what it holds, compared with its table of contents."""
    found: Files = {}
    said: object = None
    size = source.stat().st_size
    with source.open("rb") as file:
        reader = io.BufferedReader(SealedReader(file, source, passphrase), _PIECE)
        try:
            with tarfile.open(fileobj=reader, mode="r|", bufsize=_PIECE) as tar:
                for member in tar:
                    progress("读取备份", min(file.tell(), size), size)
                    if said is not None:
                        raise _strange(source, member.name)
                    content = _content(tar, member, source)
                    if content is None:
                        if folder is not None:
                            (folder / member.name).mkdir(mode=0o700)
                    elif member.name == _CONTENTS:
                        said = json.loads(content.read())
                    else:
                        found[member.name] = _copy(content, None if folder is None else folder / member.name)
            while reader.read(_PIECE):  # to the end, which must be the sealed stream's own
                pass
        except (tarfile.TarError, ValueError) as error:
            raise EditionError(f"备份文件 {source} 的内容无法读取({error})。请改用另一份备份。") from None
    if not isinstance(said, dict) or {k: tuple(v) for k, v in said["files"].items()} != found:
        raise EditionError(f"备份文件 {source} 的内容与它的目录不符。请改用另一份备份。")
    return found


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo, source: Path) -> IO[bytes] | None:
    """The bytes of a file, None for a folder. Nothing else is taken, and nothing that would stand outside the register."""
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts or "\\" in member.name or ":" in member.name or not (member.isreg() or member.isdir()):
        raise _strange(source, member.name)
    return tar.extractfile(member)


def _strange(source: Path, name: str) -> EditionError:
    return EditionError(f"备份文件 {source} 里有不该有的内容({name})，不能恢复。请改用另一份备份。")


def _copy(content: IO[bytes], path: Path | None) -> tuple[str, int]:
    """Copy a file out, or only read it; returns (sha256, bytes)."""
    digest, size = hashlib.sha256(), 0
    target = None if path is None else os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb")
    try:
        while data := content.read(_PIECE):
            digest.update(data)
            size += len(data)
            if target is not None:
                target.write(data)
    finally:
        if target is not None:
            target.close()
    return digest.hexdigest(), size


def _require_undamaged(register: Register, stored: Mapping[str, tuple[str, int]]) -> None:
    """What was read must be what was accepted: a backup of a damaged register would take the place of a good one."""
    expected = {f"files/{name[:2]}/{name}": name for path in stored if path.startswith("files/") and (name := PurePosixPath(path).name)}
    for number in register.numbers():
        edition = register.edition(number)
        expected |= {f"editions/{number:04d}/{name}": checksum for name, checksum in cast("dict[str, str]", edition.manifest["tables"]).items()}
        for one in cast("list[dict[str, str]]", edition.manifest.get("inputs", [])):
            expected[f"files/{one['checksum'][:2]}/{one['checksum']}"] = one["checksum"]
    if bad := sorted(name for name, checksum in expected.items() if stored.get(name, ("",))[0] != checksum):
        raise EditionError(f"登记库里 {bad[0]} 等 {len(bad)} 个文件缺失或已损坏，没有写出备份。请先从较早的备份恢复，或删除受损的版次后再备份。")


def _require_sound(register: Register) -> None:
    for number in register.numbers():
        read_edition(register.path(number)).verify()
    if register.current is not None:
        register.edition()


def _kept(register: Register, stored: Files) -> Kept:
    return Kept(tuple(register.numbers()), register.current, len(stored), sum(size for _, size in stored.values()))

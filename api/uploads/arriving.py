"""The pieces of one request, written to disk as they come; then ZIPs unpacked, every file judged, the ledgers put in place."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZipInfo

from api.uploads.errors import AllRefusedError, FormError, RefusedFileError, TooLargeError
from api.uploads.form import Data, End, FileStart, Piece
from api.uploads.judging import is_archive, judge
from api.uploads.limits import UploadLimits
from api.uploads.names import apart, from_form, from_zip, without_common_folder
from api.uploads.upload import Received
from api.uploads.zips import DAMAGED, is_link, member_name, members, unpacked
from loaders.settings import NAME as SETTINGS
from loaders.workbook import list_files

__all__ = ["keep", "settle"]

_log = logging.getLogger("daohu.uploads")
_judging = threading.Semaphore(2)
"""Uploads judged side by side; unpacking 200 MB takes a core for a second."""
_UNASKED = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz")


@dataclass
class _Arrived:
    """A file in the raw folder: where it lies, the sender's name, the cleaned one, why it is refused."""

    path: Path
    said: str
    name: str
    bytes: int = 0
    sha256: str = ""
    refused: str = ""


async def keep(pieces: AsyncIterator[Piece], raw: Path, limits: UploadLimits) -> list[_Arrived]:
    """The files of a request in the folder `raw`, under numbers. A file beyond its limit is not kept; the rest goes on."""
    arrived: list[_Arrived] = []
    out: BinaryIO | None = None
    digest = hashlib.sha256()
    total = 0
    try:
        async for piece in pieces:
            if isinstance(piece, FileStart):
                one = _Arrived(raw / str(len(arrived)), piece.filename, from_form(piece.filename))
                if not piece.filename:  # what a browser sends where no file was chosen
                    out = None
                    continue
                arrived.append(one)
                out, digest = _private(one.path), hashlib.sha256()
            elif isinstance(piece, Data) and out is not None:
                one = arrived[-1]
                one.bytes += len(piece.data)
                total += len(piece.data)
                if total > limits.batch:
                    raise TooLargeError(f"一次上传的文件合计超过 {limits.batch >> 20} MB，没有接收。请按镇街分几次上传。")
                if one.bytes > limits.file:
                    one.refused = f"超过 {limits.file >> 20} MB。请按村或按镇街拆成几个文件后再上传"
                    out.truncate(0)
                    continue
                digest.update(piece.data)
                await asyncio.to_thread(out.write, piece.data) if len(piece.data) > 1 << 20 else out.write(piece.data)
            elif isinstance(piece, End) and out is not None:
                out.close()
                out = None
                arrived[-1].sha256 = digest.hexdigest()
    finally:
        if out is not None:
            out.close()
    if not arrived:
        raise FormError("没有选择文件。请选择台账文件（.xlsx、.xls、.csv 或 .zip）后再上传。")
    return arrived


def settle(arrived: list[_Arrived], raw: Path, folder: Path, limits: UploadLimits, *, settings: bool) -> list[Received]:
    """Unpack, judge, and move what is accepted into `folder` under clean names. AllRefusedError where nothing is.

    `settings`: whether a daohu.toml is taken from this sender.
    """
    with _judging:
        every = _opened(arrived, raw, limits)
        taken: list[_Arrived] = []
        for one in every:
            if not one.refused:
                one.refused = _refusal(one, raw, limits, settings=settings)
            if one.refused:
                one.path.unlink(missing_ok=True)
            else:
                taken.append(one)
        _refuse_twins(taken)
        taken = [one for one in taken if not one.refused]
        folder.mkdir(mode=0o700)
        files: set[str] = set()
        folders: set[str] = set()
        for one, name in zip(taken, without_common_folder([one.name for one in taken]), strict=True):
            one.name = apart(name, files, folders)
            target = folder / one.name
            for above in reversed(target.relative_to(folder).parents):
                (folder / above).mkdir(mode=0o700, exist_ok=True)
            one.path.rename(target)
        _refuse_passed_over(taken, folder)
    if not any(not one.refused for one in every):
        raise AllRefusedError([(one.said, one.refused) for one in every])
    return [Received("" if one.refused else one.name, one.said, one.bytes, one.sha256, one.refused) for one in every]


def _opened(arrived: list[_Arrived], raw: Path, limits: UploadLimits) -> list[_Arrived]:
    """The files with those of the ZIPs in the place of the ZIPs. Raises TooLargeError where there are too many."""
    every: list[_Arrived] = []
    room = limits.batch
    for one in arrived:
        try:
            if one.refused or not is_archive(one.path, one.name):
                every.append(one)
                continue
            inside = _members(one, raw, limits, room, len(every))
            room -= sum(m.bytes for m in inside)
            every += inside
        except RefusedFileError as error:
            one.refused = str(error)
            every.append(one)
        if len(every) > limits.files:
            raise TooLargeError(f"解开后超过 {limits.files} 个文件，没有接收。请分几次上传。")
    return every


def _members(archive: _Arrived, raw: Path, limits: UploadLimits, room: int, have: int) -> list[_Arrived]:
    """The files of a ZIP, unpacked into `raw`. RefusedFileError where the ZIP as a whole is refused."""
    found: list[_Arrived] = []
    with archive.path.open("rb") as file:
        infos = [i for i in members(file, archive.path, limits, room) if not _unasked(i.filename)]
        if not infos:
            raise RefusedFileError("压缩包里没有文件。请重新打包后再上传")
        if len(infos) + have > limits.files:
            raise RefusedFileError(f"压缩包里有 {len(infos)} 个文件，一次最多收 {limits.files} 个。请分几次上传")
        for number, info in enumerate(infos):
            said = member_name(info)
            name = from_zip(said)
            one = _Arrived(raw / f"{archive.path.name}-{number}", f"{archive.said} ▸ {said}", name or "")
            found.append(one)
            if name is None or is_link(info):
                one.refused = "压缩包里的这一项不是放在压缩包内的普通文件（路径或链接指向外面），没有解开。请重新打包后再上传"
            elif name.lower().endswith(_ARCHIVES):
                one.refused = "压缩包里还有压缩包，没有解开。请解压后把里面的台账直接打包，再上传"
            elif info.file_size > limits.file:
                one.refused = f"超过 {limits.file >> 20} MB。请按村或按镇街拆成几个文件后再上传"
            else:
                _unpack(file, info, one)
    archive.path.unlink()
    return found


def _unpack(file: BinaryIO, info: ZipInfo, one: _Arrived) -> None:
    digest = hashlib.sha256()
    try:
        with _private(one.path) as out:
            for data in unpacked(file, info):
                out.write(data)
                digest.update(data)
                one.bytes += len(data)
    except RefusedFileError as error:
        one.path.unlink(missing_ok=True)
        one.refused = str(error)
    one.sha256 = digest.hexdigest()


def _refusal(one: _Arrived, raw: Path, limits: UploadLimits, *, settings: bool) -> str:
    """Why a file is not taken, "" where it is. It lies under its own last name meanwhile: the loaders ask for the ending."""
    last = PurePosixPath(one.name).name
    if last.casefold() == SETTINGS and not settings:
        return "设置文件 daohu.toml 管全县，只由全县范围的账号上传"
    place = raw / f"{one.path.name}.d"
    place.mkdir(mode=0o700)
    named = place / last
    one.path.rename(named)
    try:
        judge(named, one.name, limits)
    except RefusedFileError as error:
        return str(error)
    except (MemoryError, RecursionError):
        return "内容太大或套得太深，不像正常的表格。请用 Excel 或 WPS 另存为 .xlsx 后再上传"
    except OSError:
        raise
    except Exception:  # the formats' readers were written for files that programs wrote, not for these
        _log.warning("a file could not be judged", exc_info=True)
        return DAMAGED
    finally:
        named.rename(one.path)
        place.rmdir()
    return ""


def _refuse_twins(taken: list[_Arrived]) -> None:
    """Of files with the same content the first is kept; a second daohu.toml is refused whatever it says."""
    first: dict[str, str] = {}
    settings = ""
    for one in taken:
        is_settings = PurePosixPath(one.name).name.casefold() == SETTINGS
        if one.sha256 in first:
            one.refused = f"与“{first[one.sha256]}”内容完全相同，只收一份"
        elif is_settings and settings:
            one.refused = f"已有一个设置文件“{settings}”，只收一份"
        else:
            first[one.sha256] = one.said
            settings = settings or (one.said if is_settings else "")
        if one.refused:
            one.path.unlink(missing_ok=True)


def _refuse_passed_over(taken: list[_Arrived], folder: Path) -> None:
    """What the loaders would pass over as a whole (earlier results among the ledgers) is said and not kept."""
    found = {path.relative_to(folder).as_posix() for path, _ in list_files([folder]).files} if folder.exists() else set()
    for one in taken:
        if one.name not in found and one.name.casefold() != SETTINGS:
            one.refused = "和以前的审计结果或核对结果放在一起，不作为台账。请只上传台账，改好的副本请单独上传"
            (folder / one.name).unlink()
    for below in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        if not any(below.iterdir()):
            below.rmdir()


def _unasked(name: str) -> bool:
    """What a system adds to every ZIP and nobody means to send."""
    lower = name.lower()
    return lower.startswith(_UNASKED[0]) or lower.rsplit("/", 1)[-1] in _UNASKED[1:]


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb")

"""The inbox of a register: a folder per upload, which appears whole or not at all."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import secrets
import shutil
import threading
from collections.abc import AsyncIterator
from pathlib import Path

from api.output import explain
from api.uploads.arriving import keep, settle
from api.uploads.errors import NoSuchUploadError, UploadError
from api.uploads.form import Piece
from api.uploads.limits import UploadLimits
from api.uploads.upload import ABOUT, Upload
from graph.durable import beside, clean, rename, replace_file, sync_tree

__all__ = ["Inbox"]

_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
_NOTE = 500
"""Characters of a note that are kept."""


class Inbox:
    """Uploads in a folder; safe over the threads of one server."""

    def __init__(self, folder: Path, limits: UploadLimits | None = None) -> None:
        self.folder = folder
        self.limits = limits or UploadLimits()
        self._lock = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        clean(folder, alone=False)

    async def receive(self, pieces: AsyncIterator[Piece], who: str, unit: str = "", note: str = "", **more: str) -> Upload:
        """Take the files of a request (`api.uploads.form.read_form`). Raises UploadError with a sentence; then nothing of it is left.

        `unit` is the id of the sender's unit, "" for the whole county; only from there a daohu.toml is taken. `more`: code and path of the
        unit, and a scheme, as `Upload` has them.
        """
        when = dt.datetime.now(dt.UTC).replace(microsecond=0)
        ident = f"{when:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        staging = beside(self.folder / ident)
        try:
            if shutil.disk_usage(self.folder).free < self.limits.free + self.limits.batch:
                raise UploadError("服务器的磁盘快满了，暂不接收上传。请管理员清理磁盘后再试。")
            raw = staging / "raw"
            staging.mkdir(mode=0o700)
            raw.mkdir(mode=0o700)
            arrived = await keep(pieces, raw, self.limits)
            files = await asyncio.to_thread(settle, arrived, raw, staging / ident, self.limits, settings=not unit)
            shutil.rmtree(raw)
            said = "".join(c for c in note[:_NOTE] if c.isprintable() or c == "\n").strip()
            upload = Upload(ident, who, unit, when.isoformat(), said, tuple(files), self.folder / ident / ident, **more)  # type: ignore[arg-type]
            replace_file(staging / ABOUT, upload.written())
            await asyncio.to_thread(sync_tree, staging)
            rename(staging, self.folder / ident)
        except OSError as error:
            raise UploadError(explain(error).replace(str(self.folder), "上传目录")) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return upload

    def get(self, ident: str) -> Upload:
        """One upload. Raises NoSuchUploadError."""
        if not _ID.fullmatch(ident):
            raise NoSuchUploadError
        try:
            return Upload.read(self.folder / ident)
        except (OSError, ValueError, KeyError, TypeError):
            raise NoSuchUploadError from None

    def list(self, unit: str = "") -> list[Upload]:
        """The uploads, the latest first: all of them, or those of one unit."""
        found = []
        for folder in sorted(self.folder.iterdir(), reverse=True):
            if _ID.fullmatch(folder.name):
                try:
                    found.append(self.get(folder.name))
                except NoSuchUploadError:  # removed meanwhile
                    continue
        return [u for u in found if not unit or u.unit == unit]

    def remember(self, ident: str, kind: str, task: str) -> Upload:
        """Write down the latest task of a kind over an upload. Raises NoSuchUploadError."""
        with self._lock:
            upload = self.get(ident).with_task(kind, task)
            replace_file(self.folder / ident / ABOUT, upload.written())
        return upload

    def remove(self, ident: str, who: str) -> Upload:
        """Delete an upload with its files; `who` is for whoever writes the log. Raises NoSuchUploadError."""
        with self._lock:
            upload = self.get(ident)
            gone = beside(self.folder / ident)
            rename(self.folder / ident, gone)
        shutil.rmtree(gone, ignore_errors=True)
        return upload

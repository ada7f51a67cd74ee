"""The accepted files of uploads, as the loaders take them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.register import Register

FOLDER = "office"
"""The folder of the web page in a register."""


def ledgers(register: Register, arguments: Mapping[str, Any]) -> list[Path]:
    """The folders of the uploads that somebody named (`uploads`, or `upload`). Raises InputError where none is named, or one is gone."""
    from api.uploads import Inbox, UploadLimits

    ids = [str(one) for one in arguments.get("uploads") or [arguments.get("upload")] if one]
    if not ids:
        raise InputError("没有选择上传的台账。请在“台账”页选择后重试。")
    inbox = Inbox(register.folder / FOLDER / "uploads", UploadLimits())
    return [Path(inbox.get(id).folder) for id in dict.fromkeys(ids)]

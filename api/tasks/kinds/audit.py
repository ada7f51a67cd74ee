"""Everything that `daohu audit` writes, as a folder and as one ZIP file."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.tasks.kinds.outcome import Outcome
from api.work import audit_register
from graph.register import Register
from graph.store import Progress

OUT = "审计结果"


def run(register: Register, arguments: Mapping[str, Any], folder: Path, progress: Progress) -> Outcome:
    """Audit an edition (else the current one)."""
    number = int(arguments["number"]) if arguments.get("number") else register.current
    answer = audit_register(register, folder / OUT, number, progress=progress)
    name = f"{OUT}-第{number}版.zip"
    zip_folder(folder / OUT, folder / name, progress)
    return Outcome([f"第 {number} 版的审计结果已写好。", *answer.result.notices[:10]], {"edition": number, "zip": name}, 1 if answer.refused else 0)


def zip_folder(source: Path, target: Path, progress: Progress) -> None:
    """One ZIP file of a folder, with the folder's name before every name."""
    paths = sorted(p for p in source.rglob("*") if p.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book:
        for done, path in enumerate(paths):
            progress("打包", done, len(paths))
            book.write(path, f"{source.name}/{path.relative_to(source).as_posix()}")

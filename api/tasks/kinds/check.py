"""Uploaded ledgers → problems.csv, load.csv and checked/: what must be mended before they are loaded.

Where the register has an edition, the ledgers are read as a load would read them, beside everything in force: a town's ledger is nothing
without the county's units and households. That load happens in a register of links in the task's own folder; the real one is only read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from api.checked import Checked, write_checked
from api.output import require_room
from api.reports.csv_files import write_frame
from api.tasks.kinds.outcome import Outcome
from api.tasks.kinds.uploaded import ledgers
from api.work import check_ledgers
from graph.edition import Edition
from graph.errors import DaohuError
from graph.register import Register
from graph.result import LOAD, PROBLEMS
from graph.store import Progress
from loaders.merge.inputs import inputs_of
from loaders.merge.staging import Staged, stage_next
from loaders.read import files_of


def run(register: Register, arguments: Mapping[str, Any], folder: Path, progress: Progress) -> Outcome:
    """Check the files of one upload or several; nothing of the register changes."""
    paths, scheme = ledgers(register, arguments), str(arguments.get("scheme") or "")
    if register.current is None:
        found = check_ledgers(paths, folder / "核对结果", scheme, progress)
        for made in (folder / "核对结果").iterdir():
            made.rename(folder / made.name)
        (folder / "核对结果").rmdir()
        return _outcome(found.problems, found.files, found.checked, refused=found.refused)
    apart = folder.parent / "tmp" / "核对"
    try:
        staged = stage_next(paths, _beside(register, register.edition(), apart), scheme, progress=progress)
        return _written(staged, paths, folder, progress)
    finally:
        shutil.rmtree(apart, ignore_errors=True)


def _written(staged: Staged, paths: Sequence[Path], folder: Path, progress: Progress) -> Outcome:
    files = files_of(paths).files
    fresh = {str(one["file"]) for one in staged.inputs if one["loaded"] == staged.number}
    again = {name: _in_force(staged, path) for path, name in files if name not in fresh}
    named = [(path, again.get(name, name)) for path, name in files]
    mine = {name for _, name in named}
    problems, load = staged.reading.world.problems.frame(), staged.reading.load
    problems, load = problems[problems["file"].isin(mine)], load[load["file"].isin(mine)]
    write_frame(problems, PROBLEMS, folder / "problems.csv")
    write_frame(load, LOAD, folder / "load.csv")
    checked = write_checked(staged.reading, named, folder / "checked", progress)
    refused = bool(load["rejected"].sum()) or bool(checked.unreadable)
    found = _outcome(len(problems), problems["file"].nunique(), checked, refused=refused)
    same = sorted(again)
    said = [*found.said, *([f"{len(same)} 个文件与正在用的完全相同，不必再报：{'、'.join(same[:10])}{'……' if len(same) > 10 else ''}。"] if same else [])]
    counts = {change: staged.comparison.total(change) for change in ("added", "changed", "ended", "refused", "missing")}
    return Outcome(said, {**found.outcome, "same": same, "doubts": staged.doubts, "rows": counts}, found.exit_code)


def _in_force(staged: Staged, path: Path) -> str:
    """The name under which a file that is in force already is known there."""
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    return next((str(one["file"]) for one in staged.inputs if one["checksum"] == checksum), "")


def _outcome(problems: int, files: int, checked: Checked, *, refused: bool) -> Outcome:
    said = [f"发现 {problems:,} 个问题，涉及 {files:,} 个文件。" if problems else "没有发现问题。"]
    if checked.copies:
        said.append(f"{len(checked.copies):,} 个文件需要改正，标出问题的副本可以下载，改好后直接重新上传。")
    said += [f"{file} 打不开：{why}" for file, why in checked.unreadable.items()]
    outcome: dict[str, object] = {
        "problems": problems, "files": files, "refused": refused, "copies": dict(checked.copies), "unreadable": dict(checked.unreadable),
    }  # fmt: skip
    return Outcome(said, outcome, 1 if refused else 0)


def _beside(register: Register, edition: Edition, folder: Path) -> Register:
    """A register of links to the current edition and the ledgers that it was made of, in which a load changes nothing of the real one."""
    require_room(folder.parent, edition.folder)
    for name in ("editions", "files", "approved"):
        (folder / name).mkdir(parents=True, mode=0o700)
    for path in edition.folder.rglob("*"):
        if path.is_file():
            _link(path, folder / "editions" / edition.folder.name / path.relative_to(edition.folder))
    for one in inputs_of(edition):
        _link(register.blobs.get(one.checksum, one.file), folder / "files" / one.checksum[:2] / one.checksum)
    for name in ("register.json", "secret.key", "current", "decisions.json", "log.jsonl"):
        if (register.folder / name).exists():
            shutil.copy2(register.folder / name, folder / name)
    if edition.folder.name != f"{register.current:04d}":
        raise DaohuError("核对的时候当前版次换了。请重新核对。")
    return Register(folder)


def _link(path: Path, target: Path) -> None:
    """A second name of a file; a copy where the disk knows no second names."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists():
        return
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)

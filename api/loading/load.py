"""Ledgers → a staged edition, what it changes, and what that does to coverage. The current edition stays as it is."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from api.loading.coverage import coverage
from api.loading.report import write_comparison
from api.output import explain, require_room
from graph.durable import beside, rename, sync_tree
from graph.edition import Edition
from graph.errors import OutputError
from graph.register import Register, pruning
from graph.store import Progress, silent
from graph.trend import coverage_changes
from loaders.merge.comparison import Comparison
from loaders.merge.doubts import LOSS
from loaders.merge.staging import Staged, stage_next


@dataclass(frozen=True)
class Loaded:
    """A staged edition: what it changes, what that does to coverage, what is doubtful, and where the comparison stands."""

    staged: Staged
    effect: pd.DataFrame
    """graph.trend.COVERAGE_CHANGES against the current edition; empty for the first."""
    folder: Path
    cleaned: list[str]
    """What an interrupted run had left."""

    @property
    def number(self) -> int:
        return self.staged.number

    @property
    def edition(self) -> Edition:
        return self.staged.edition

    @property
    def comparison(self) -> Comparison:
        return self.staged.comparison

    @property
    def doubts(self) -> list[str]:
        """Sentences; with any of them `approve` asks for a second word."""
        return self.staged.doubts

    @property
    def refused(self) -> bool:
        """Whether ledger rows were refused (exit code 1)."""
        return self.staged.refused


def load(
    ledgers: Sequence[Path],
    register: Register,
    scheme_name: str = "",
    *,
    loss: float = LOSS,
    day: dt.date | None = None,
    effect: bool = True,
    progress: Progress = silent,
) -> Loaded:
    """Stage the next edition of a register. `loss`: the share of a unit's rows from which their vanishing is doubted; `day`: the day that the
    ledgers are told as of, else what their daohu.toml says, else today; without `effect` coverage is not computed.

    Raises EditionError where another is writing or the register is damaged, OutputError where the disk is full or read-only; then nothing
    is left of it.
    """
    try:
        with register.locked("装载台账") as cleaned:
            _require_room(register, ledgers)
            staged = stage_next(ledgers, register, scheme_name, loss, progress, day)
            try:
                brought = [one["checksum"] for one in staged.inputs if one["loaded"] == staged.number]
                register.log("stage", staged.number, files=brought, doubts=staged.doubts)
                changed = _effect(register, staged, progress) if effect else pd.DataFrame()
                folder = _written(register, staged, changed)
            except BaseException:  # nobody could see what it changes
                with suppress(OSError):
                    pruning.remove(register.folder, staged.number)
                raise
    except OSError as error:
        raise OutputError(f"{explain(error)}登记库 {register.folder} 的当前版次没有改变。") from error
    return Loaded(staged, changed, folder, cleaned)


def _require_room(register: Register, ledgers: Sequence[Path]) -> None:
    """An edition and its graph file take about ten times the current one's tables, or the ledgers' own size."""
    if register.current is not None:
        require_room(register.folder, register.path(register.current))
        return
    size = sum(p.stat().st_size for one in ledgers if one.exists() for p in (one.rglob("*") if one.is_dir() else [one]) if p.is_file())
    free = shutil.disk_usage(register.folder).free
    if free < (32 << 20) + 8 * size:
        raise OutputError(f"磁盘空间不足：{register.folder} 所在的磁盘只剩 {free >> 20:,} MB。请清理磁盘后重试；没有写入任何内容。")


def _effect(register: Register, staged: Staged, progress: Progress) -> pd.DataFrame:
    """Both as of the new edition's day: what the ledgers did, not what time did."""
    manifest = staged.edition.manifest
    if manifest["base"] is None:
        return pd.DataFrame()
    after = coverage(register, staged.number, progress=progress)
    before = coverage(register, int(str(manifest["base"])), staged.edition.scheme, str(manifest["as_of"]), progress)
    return coverage_changes(before, after)


def _written(register: Register, staged: Staged, effect: pd.DataFrame) -> Path:
    folder = register.comparison_folder(staged.number)
    staging = beside(folder)
    staging.mkdir(parents=True)
    try:
        write_comparison(staging, staged, effect)
        sync_tree(staging)
        rename(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder

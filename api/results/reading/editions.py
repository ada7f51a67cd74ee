"""The editions of a register: which there are, what a load changed, how two of them differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.compute as pc

from api.loading.report import BOOK
from graph.edition import Edition, read_edition
from graph.errors import EditionError
from graph.register import Register
from graph.register.journal import Entry
from graph.schema import OPEN_UNTIL
from loaders.merge.comparison import WORDS

STATES: Mapping[str, str] = {
    "current": "当前",
    "approved": "启用过",
    "waiting": "等待启用",
    "outdated": "未启用（当前版次已不是它出发的那一版）",
    "damaged": "损坏",
}
DID: Mapping[str, str] = {
    "stage": "装载", "approve": "启用", "rollback": "回退到", "prune": "清理", "push": "推送", "backup": "备份", "rebuild": "重建", "decide": "认定人员",
}  # fmt: skip
CHANGES = (*WORDS, "missing")
FILES: Mapping[str, str] = {
    BOOK: "给人看的工作簿", "load_rows.csv": "逐台账、逐村的行数", "load_details.csv": "逐行的变化", "load_scope.csv": "替换范围",
    "load_problems.csv": "新台账的问题", "load_coverage.csv": "对覆盖的影响，到村",
}  # fmt: skip
"""What may lie in the folder of a comparison, and what it is."""


@dataclass(frozen=True)
class EditionRow:
    """One edition: its state, what it was made on, who loaded and who approved it, and what is doubtful about it."""

    number: int
    state: str
    id: str = ""
    day: str = ""
    scheme: str = ""
    base: int | None = None
    made: str = ""
    households: int = 0
    doubts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    loaded_by: str = ""
    approved_by: str = ""
    approved_at: str = ""
    problem: str = ""

    @property
    def shown_state(self) -> str:
        """The state as people read it."""
        return STATES[self.state]


def editions(register: Register, *, approved_only: bool = False) -> list[EditionRow]:
    """The editions, newest first."""
    history, current, approved = register.history(), register.pointed, set(register.approved())
    numbers = [n for n in reversed(register.numbers()) if not approved_only or n in approved]
    return [_row(register, n, history, current, approved) for n in numbers]


def edition(register: Register, number: int) -> EditionRow:
    """One edition. Raises EditionError where there is none."""
    if number not in register.numbers():
        raise EditionError(f"没有第 {number} 版。")
    return _row(register, number, register.history(), register.pointed, set(register.approved()))


def log(register: Register, limit: int = 100) -> list[dict[str, object]]:
    """Who did what with the register, newest first; nothing of whose ledgers those were."""
    return [
        {"when": e.when, "who": e.who, "action": e.action, "did": DID.get(e.action, e.action), "number": e.number, "sure": bool(e.details.get("sure"))}
        for e in reversed(register.history()[-limit:])
    ]


def row_changes(register: Register, number: int) -> list[dict[str, Any]]:
    """What a load changed: rows added, changed, ended, refused and units missing per ledger and town; only where something did."""
    found = _csv(register.comparison_folder(number) / "load_rows.csv")
    if found.empty:
        return []
    town = found["unit"].astype(str).str.split("/").str[:2].str.join("/")
    sums = found.assign(town=town).groupby(["ledger", "town"], sort=True)[list(CHANGES)].sum()
    moved = sums[(sums > 0).any(axis=1)].reset_index()
    rows: list[dict[str, Any]] = moved.to_dict("records")
    return rows


def effect(register: Register, number: int) -> list[dict[str, Any]]:
    """What a load does to coverage of the whole county, per check with a change; both as of the new edition's day."""
    found = _csv(register.comparison_folder(number) / "load_coverage.csv")
    if found.empty:
        return []
    figures = ("of", "met", "gap", "unknown")
    top = found[found["level"] == found["level"].min()]
    moved = top[(top[[f"{f}_change" for f in figures]].fillna(0) != 0).any(axis=1)]
    columns = ["system", "check", *(f"{f}_{side}" for f in figures for side in ("before", "after", "change"))]
    rows: list[dict[str, Any]] = moved[columns].astype(object).where(moved[columns].notna(), None).to_dict("records")
    return rows


def comparison_files(register: Register, number: int) -> list[tuple[str, str, int]]:
    """The files of a comparison that there are: name, what it is, bytes."""
    folder = register.comparison_folder(number)
    return [(name, what, (folder / name).stat().st_size) for name, what in FILES.items() if (folder / name).is_file()]


def comparison_file(register: Register, number: int, name: str) -> Path | None:
    """The path of a file of a comparison; None for any other name."""
    path = register.comparison_folder(number) / name
    return path if name in FILES and path.is_file() else None


def decided(entries: Sequence[Entry], action: str, number: int) -> Entry | None:
    """The latest entry of an action on an edition."""
    return next((e for e in reversed(entries) if (e.action, e.number) == (action, number)), None)


def _row(register: Register, number: int, history: Sequence[Entry], current: int | None, approved: set[int]) -> EditionRow:
    try:
        found = _about(register.path(number), (register.path(number) / "manifest.json").stat().st_mtime_ns)
    except (EditionError, OSError) as error:
        return EditionRow(number, "damaged", problem=str(error))
    manifest = found.manifest
    base, doubts, inputs = manifest.get("base"), manifest.get("doubts"), manifest.get("inputs")
    state = "current" if number == current else "approved" if number in approved else "waiting" if base == current else "outdated"
    loaded, did = decided(history, "stage", number), decided(history, "approve", number)
    files = [str(one["file"]) for one in inputs if one["loaded"] == number] if isinstance(inputs, list) else []
    return EditionRow(
        number, state, found.id, str(manifest["as_of"]), str(manifest["scheme"]), base if isinstance(base, int) else None, str(manifest.get("made", ""))[:16],
        _households(found.folder), tuple(map(str, doubts)) if isinstance(doubts, list) else (), tuple(files),
        loaded.who if loaded else "", did.who if did else "", did.when[:16] if did else "",
    )  # fmt: skip


@lru_cache(maxsize=256)
def _about(folder: Path, _written: int) -> Edition:
    """An edition never changes; one that was replaced by a restored one has another time."""
    return read_edition(folder)


@lru_cache(maxsize=256)
def _households(folder: Path) -> int:
    """Households in force; 0 where the table is damaged (the edition says so when it is opened)."""
    try:
        until = read_edition(folder).nodes("Household", ["until"])["until"]
    except (OSError, ValueError):
        return 0
    return int(pc.sum(pc.equal(until, OPEN_UNTIL)).as_py() or 0)


def _csv(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=True)
    except (OSError, pd.errors.EmptyDataError):
        return pd.DataFrame()

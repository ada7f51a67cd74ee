"""The files that an edition is made of, and which of their rows are no longer in force: written into its manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from graph.edition import Edition
from graph.register.blobs import Blobs
from graph.source import gave_way
from loaders.settings import NAME as SETTINGS
from loaders.settings import Settings, read_settings_file
from loaders.workbook.folder import Found, list_files

Ranges = list[list[int]]
"""Excel rows as [first, last] pairs, inclusive, ascending."""


@dataclass(frozen=True)
class Input:
    """One file. `file` is the name that sources carry; `original` the one under which it arrived: they differ where another file of
    that name came later and rows of both are in force."""

    file: str
    original: str
    checksum: str
    bytes: int
    loaded: int
    """The number of the edition that brought it."""
    day: str
    """The day as of which it was delivered."""
    first: int = 0
    """The edition that brought the first version of this file; those that came together stay beside each other."""
    without: Mapping[str, Ranges] = field(default_factory=dict)
    """Sheet → rows that later deliveries replaced."""

    @property
    def is_settings(self) -> bool:
        return self.original.rsplit("/", 1)[-1] == SETTINGS


def inputs_of(edition: Edition | None) -> list[Input]:
    """What an edition was made of; nothing where there is none yet."""
    said = edition.manifest.get("inputs", []) if edition else []
    assert isinstance(said, list)
    return [Input(**one) for one in said]


def as_manifest(inputs: Sequence[Input]) -> list[dict[str, object]]:
    return [asdict(one) for one in inputs]


def arrived(paths: Sequence[Path], blobs: Blobs, number: int, day: str) -> tuple[list[Input], Found]:
    """Keep what is under `paths` in the register; every ledger and its daohu.toml as inputs of edition `number`."""
    found = list_files(paths)
    settings = [p / SETTINGS for p in paths if p.is_dir() and (p / SETTINGS).exists()] + [p for p in paths if p.name == SETTINGS]
    kept = []
    for path, name in (*found.files, *((p, SETTINGS) for p in settings)):
        data = path.read_bytes()
        kept.append(Input(name, name, blobs.put(data), len(data), number, day, number))
    return kept, found


def files(inputs: Sequence[Input], blobs: Blobs, passed_over: Sequence[tuple[str, str]] = ()) -> Found:
    """The ledgers among inputs as the readers take them, by name. Raises EditionError where a kept file is damaged."""
    ledgers = sorted((blobs.get(one.checksum, one.file), one.file) for one in inputs if not one.is_settings)
    return Found(sorted(ledgers, key=lambda one: one[1]), list(passed_over))


def settings_of(inputs: Sequence[Input], blobs: Blobs, day: dt.date) -> Settings:
    """What the daohu.toml of all loads say together, as of a day: the later one where two say something of the same."""
    together = Settings(exact=True)
    for one in sorted((i for i in inputs if i.is_settings), key=lambda i: i.loaded):
        together = together.followed_by(read_settings_file(blobs.get(one.checksum, one.file)), _names(inputs, one.loaded))
    return replace(together, as_of=day)


def _names(inputs: Sequence[Input], loaded: int) -> list[tuple[str, str]]:
    """What settings that came with a load mean by a file's name: (as it arrived, as sources carry it), of that load, else of earlier ones."""
    ledgers = [one for one in inputs if not one.is_settings]
    own = {one.original for one in ledgers if one.loaded == loaded}
    return [(one.original, one.file) for one in ledgers if one.loaded == loaded or (one.loaded < loaded and one.original not in own)]


def renamed(inputs: Sequence[Input], taken: set[str]) -> list[Input]:
    """Earlier inputs whose names arrive again give way: 第2版/好邻居.xlsx."""
    return [replace(one, file=gave_way(one.original, one.loaded)) if one.file in taken and not one.is_settings else one for one in inputs]


def masked_rows(one: Input, sheet: str, rows: np.ndarray) -> np.ndarray:
    """Which of the Excel rows of a sheet are no longer in force."""
    ranges = np.array(one.without.get(sheet, []), np.int64).reshape(-1, 2)
    at = np.searchsorted(ranges[:, 0], rows, "right") - 1
    return (at >= 0) & (rows <= ranges[np.maximum(at, 0), 1]) if len(ranges) else np.zeros(len(rows), bool)


def without(inputs: Sequence[Input], masked: pd.DataFrame) -> list[Input]:
    """The inputs with these rows (file, sheet, row) out of force beside those that are already."""
    more = {file: {str(sheet): _ranges(rows["row"].to_numpy()) for sheet, rows in some.groupby("sheet")} for file, some in masked.groupby("file")}
    return [replace(one, without=_joined(one.without, more[one.file])) if one.file in more else one for one in inputs]


def _joined(before: Mapping[str, Ranges], more: Mapping[str, Ranges]) -> dict[str, Ranges]:
    found = {sheet: list(ranges) for sheet, ranges in before.items()}
    for sheet, ranges in more.items():
        rows = [np.arange(a, b + 1) for a, b in (*found.get(sheet, []), *ranges)]
        found[sheet] = _ranges(np.concatenate(rows)) if rows else []
    return found


def _ranges(rows: np.ndarray) -> Ranges:
    every = np.unique(rows.astype(np.int64))
    cuts = np.flatnonzero(np.diff(every) != 1) + 1
    return [[int(part[0]), int(part[-1])] for part in np.split(every, cuts) if len(part)]

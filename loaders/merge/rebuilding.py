"""An edition made again from the ledgers that it was made of: where its tables are damaged and the ledgers are whole."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from graph.durable import beside, replace_file
from graph.edition import Edition, write_edition
from graph.errors import EditionError
from graph.register import Register
from graph.store import Progress, silent
from loaders.merge.former import former_units
from loaders.merge.inputs import inputs_of
from loaders.merge.masked import blocks_in_force, no_fills
from loaders.merge.staging import DECISIONS, contents_in_force, recognised
from loaders.read import read_blocks


def rebuild(register: Register, number: int, progress: Progress = silent) -> list[str]:
    """Put whole files in the place of an edition's damaged ones; returns their names. The caller holds the lock.

    Raises EditionError where a ledger that it was made of is damaged too, where the edition it is based on is, or where what comes out is not
    what stood there (another version of the program reads otherwise): nothing is changed then.
    """
    edition = register.edition(number)
    damaged = edition.damaged()
    if not damaged:
        return []
    base = edition.manifest.get("base")
    before = register.edition(int(str(base))) if base is not None else None
    if before is not None:
        before.verify()
    folder = beside(register.folder / f"{number:04d}-rebuilt")
    folder.mkdir(mode=0o700)
    try:
        made = _made_again(register, edition, before, folder / "edition", progress)
        stored, now = edition.manifest["tables"], made.manifest["tables"]
        assert isinstance(stored, dict)
        assert isinstance(now, dict)
        if wrong := [name for name in damaged if now.get(name) != stored[name]]:
            raise EditionError(f"第 {number} 版可以重新计算，但{wrong[0]}与原来不同(程序的版本变了)。请从备份恢复，或把台账重新装载成新版次。")
        for name in damaged:
            replace_file(edition.folder / name, (made.folder / name).read_bytes())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    edition.verify()
    register.log("rebuild", number, files=damaged)
    return damaged


def _made_again(register: Register, edition: Edition, base: Edition | None, folder: Path, progress: Progress) -> Edition:
    inputs = inputs_of(edition)
    day = dt.date.fromisoformat(str(edition.manifest["as_of"]))
    recognition = recognised(inputs, register, day, edition.scheme, edition.folder / DECISIONS, progress=progress)
    by_file, fills = {one.file: one for one in inputs}, _fills(edition)
    blocks = blocks_in_force(recognition.blocks, by_file, fills)
    reading = read_blocks(recognition, [b for b in blocks if len(b.rows) or by_file[b.file].loaded == edition.manifest["number"]], progress)
    former = former_units(reading.world, base) if base else {}
    return write_edition(folder, contents_in_force(register, base, former, reading, day, fills)[0])


def _fills(edition: Edition) -> pd.DataFrame:
    """What the edition kept of filled-down cells; nothing where that file is damaged itself (then what comes out may differ, which is told)."""
    try:
        return edition.identity("fills").to_pandas()
    except (OSError, ValueError, pq.lib.ArrowInvalid):
        return no_fills()

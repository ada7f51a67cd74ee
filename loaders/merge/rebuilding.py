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
from graph.scheme import read_scheme
from graph.store import Progress, silent
from loaders.identity.decisions import read_decisions
from loaders.merge.inputs import files, inputs_of, masked_rows, settings_of
from loaders.merge.masked import FILLS, Fills, in_force
from loaders.merge.staging import DECISIONS, contents_in_force
from loaders.read import read_blocks, recognise_files


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
    settings = settings_of(inputs, register.blobs, day)
    scheme = read_scheme(edition.scheme)
    recognition = recognise_files(files(inputs, register.blobs), scheme, settings, progress)
    recognition.world.secret, recognition.world.decisions = register.secret, read_decisions(edition.folder / DECISIONS)
    fills = _fills(edition)
    by_sheet = Fills(fills)
    by_file = {one.file: one for one in inputs}
    blocks = []
    for block in recognition.blocks:
        one = by_file[block.file]
        blocks.append(in_force(block, masked_rows(one, block.name, block.rows), by_sheet.of(one.checksum, block.name)))
    blocks = [b for b in blocks if len(b.rows) or by_file[b.file].loaded == edition.manifest["number"]]
    reading = read_blocks(recognition, blocks, progress)
    return write_edition(folder, contents_in_force(register, base, reading, day, fills)[0])


def _fills(edition: Edition) -> pd.DataFrame:
    """What the edition kept of filled-down cells; nothing where that file is damaged itself (then what comes out may differ, which is told)."""
    try:
        return edition.identity("fills").to_pandas()
    except (OSError, ValueError, pq.lib.ArrowInvalid):
        return pd.DataFrame({c: [] for c in FILLS})

"""LEDGERS → world: every file is read, every sheet recognised, every kind of ledger read as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from graph.errors import InputError
from graph.result import LOAD
from graph.scheme import Scheme
from graph.store import Progress, silent
from loaders import units
from loaders.blocks import Block, block
from loaders.ledgers import LEDGERS
from loaders.kinds import Ledger
from loaders.ledgers.contacts import mechanism_in
from loaders.problems import Problems
from loaders.recognise import Hints, Recognised, recognise
from loaders.rows import DUPLICATE, LOADED, REJECTED, Rows
from loaders.settings import Settings
from loaders.workbook import UnreadableFile, read_file
from loaders.workbook.folder import Found, list_files
from loaders.workbook.sheet import Sheet
from loaders.world import World

NOT_A_LEDGER = "不是台账"


@dataclass
class Reading:
    """What came of the ledgers: the world, what each sheet's rows became, and the files with their checksums."""

    world: World
    load: pd.DataFrame
    sources: list[dict[str, object]]
    passed_over: list[tuple[str, str]]
    refused: bool
    """Whether a row, a sheet that looked like a ledger, or a file was refused."""
    checksums: Mapping[str, str] = field(default_factory=dict)


def read_ledgers(paths: Sequence[Path], scheme: Scheme, settings: Settings, progress: Progress = silent) -> Reading:
    """Read all ledgers. Raises InputError where there is nothing to audit: no files, no ledger of units, no register."""
    found = list_files(paths)
    if not found.files:
        raise InputError(f"{_where(paths)} 中没有可读的台账(.xlsx、.xls、.csv)。请把台账放进文件夹后重试。")
    problems = Problems()
    world = World(settings, scheme, problems)
    blocks, load, sources = _blocks(found, world, progress)
    rows_of = _read_kinds(blocks, world, progress)
    load += [_load_line(b, rows, n) for rows in rows_of for n, b in enumerate(rows.blocks)]
    table = pd.DataFrame(load, columns=list(LOAD)).sort_values(["file"], kind="stable", ignore_index=True)
    errors = problems.frame()
    refused = bool(table["rejected"].sum()) or bool((errors["code"].isin(["header_unrecognised", "file_unreadable"]) & (errors["severity"] == "错误")).any())
    return Reading(world, table, sources, found.passed_over, refused, {str(s["file"]): str(s["checksum"]) for s in sources})


def _where(paths: Sequence[Path]) -> str:
    return "、".join(str(p) for p in paths)


def _blocks(found: Found, world: World, progress: Progress) -> tuple[list[Block], list[dict[str, object]], list[dict[str, object]]]:
    hints = Hints({}, world.settings.columns, world.lists)
    blocks: list[Block] = []
    load: list[dict[str, object]] = []
    sources: list[dict[str, object]] = []
    for done, (path, name) in enumerate(found.files):
        progress("读取台账", done, len(found.files))
        data = path.read_bytes()
        sources.append({"file": name, "checksum": hashlib.sha256(data).hexdigest(), "bytes": len(data)})
        try:
            sheets = read_file(path, name)
        except UnreadableFile as error:
            world.problems.add_one("file_unreadable", name, note=str(error))
            continue
        for sheet in sheets:
            one = _recognised(sheet, world, hints)
            if one is None:
                load.append(dict(zip(LOAD, (sheet.file, sheet.name, NOT_A_LEDGER, 0, 0, 0, 0, 0), strict=True)))
            else:
                blocks.append(one)
    progress("读取台账", len(found.files), len(found.files))
    return blocks, load, sources


def _recognised(sheet: Sheet, world: World, hints: Hints) -> Block | None:
    said = world.settings.sheet(sheet.file, sheet.name)
    if said.get("ledger"):
        hints.sheets = {(sheet.file, sheet.name): said["ledger"]}
    if not sheet.height:
        world.problems.add_one("header_unrecognised", sheet.file, sheet.name, note="这张表没有任何文字(可能是图片或空表)。如果是台账,请录入为表格后重新报送。")
        return None
    found = recognise(sheet, LEDGERS, hints)
    if not isinstance(found, Recognised):
        if found.nearest:
            world.problems.add_one("header_unrecognised", sheet.file, sheet.name, 1, note=f"{found.nearest}。请补上表头,或在 daohu.toml 的 [columns]、[[sheets]] 中说明。")
        else:
            world.notices.append(f"{sheet.file}{'#' + sheet.name if sheet.name else ''} 没有台账表头,按“不是台账”处理。")
        return None
    for column, word in found.forgiven:
        world.problems.add_one("header_forgiven", sheet.file, sheet.name, found.header[1] + sheet.first_row, found.labels[column], note=f"表头“{found.labels[column]}”按“{word}”读取。")
    mechanism = said.get("mechanism", "")
    if not mechanism and found.ledger.kind == "contacts":
        heads = " ".join(found.labels)
        mechanism = next((m for m in (mechanism_in(t) for t in (sheet.name, found.title, heads, sheet.file)) if m), "")
    return block(found, mechanism)


def _read_kinds(blocks: list[Block], world: World, progress: Progress) -> list[Rows]:
    done: list[Rows] = []
    ordered = [(ledger, [b for b in blocks if b.found.ledger is ledger]) for ledger in LEDGERS]
    settled = False
    for step, (ledger, mine) in enumerate(ordered):
        progress("核对台账", step, len(ordered))
        if ledger.order >= units_done and not world.tree.at_level(units.VILLAGE):
            raise InputError("没有找到单元名册(乡镇、村社区的名单,如“村组湾落名册”或区划代码表),无法确定村名。请把它放进台账文件夹后重试。")
        if ledger.order >= units_done:
            world.tree.settle_kinds()
        if ledger.order > register_done and not settled:
            _settle_households(world)
            settled = True
        if mine:
            rows = Rows(ledger, mine, world.problems)
            ledger.read(rows, world)
            done.append(rows)
    if not settled:
        _settle_households(world)
    world.tree.settle_kinds()
    progress("核对台账", len(ordered), len(ordered))
    return done


units_done, register_done = 20, 24
"""Orders from which on units, and households, are known (see each ledger's `order`)."""


def _settle_households(world: World) -> None:
    world.households.settle()
    if not len(world.households):
        raise InputError("没有找到户籍人口台账(每人一行或每户一行的名册),无法确定总户数。请把它放进台账文件夹后重试。")


def _load_line(one: Block, rows: Rows, number: int) -> dict[str, object]:
    status = rows.status[rows.sheet == number]
    names = rows.ledger_names[rows.sheet == number]
    ledger = str(names[0]) if len(names) else rows.ledger.title
    counts = [int((status == s).sum()) for s in (LOADED, REJECTED, DUPLICATE)]
    return dict(zip(LOAD, (one.file, one.name, ledger, one.rows_in, *counts, one.skipped), strict=True))


def ledger_named(name: str, ledgers: Sequence[Ledger] = LEDGERS) -> str:
    """The Chinese name under which a ledger is delivered, from its kind, title, alias or a mechanism's name."""
    for ledger in ledgers:
        if name in (ledger.kind, ledger.title, *ledger.aliases):
            return ledger.title
    return name

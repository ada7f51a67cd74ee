"""LEDGERS → world: every file is read, every sheet recognised, every kind of ledger read as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from graph.errors import InputError
from graph.result import LOAD
from graph.scheme import Scheme
from graph.store import Progress, silent
from loaders import units
from loaders.blocks import Block, block
from loaders.kinds import Ledger
from loaders.ledgers import ledgers_of
from loaders.mechanisms import LEADERS, REPORTED, SYNONYMS, column_tells, known, ledger_of, mechanism_of
from loaders.problems import Problems
from loaders.recognise import Recognised, Vocabulary, recognise, unread_columns
from loaders.rows import DUPLICATE, LOADED, REJECTED, Rows
from loaders.settings import Settings
from loaders.workbook import UnreadableFile, read_file
from loaders.workbook.folder import Found, list_files
from loaders.workbook.sheet import Sheet
from loaders.world import World

_READERS = 2
"""Files read side by side; an office PC has two cores."""
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
    refused = bool(table["rejected"].sum()) or bool((errors["code"].isin(["header_unrecognised", "file_unreadable"]) & (errors["severity"] == "error")).any())
    return Reading(world, table, sources, found.passed_over, refused, {str(s["file"]): str(s["checksum"]) for s in sources})


def _where(paths: Sequence[Path]) -> str:
    return "、".join(str(p) for p in paths)


class _Recogniser:
    """Sheets to blocks, with what settings say of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.vocabulary = Vocabulary(ledgers_of(world.lists, world.kinds, world.scheme), world.settings.columns)
        self.mechanisms = known(world.scheme)

    def block(self, sheet: Sheet) -> Block | None:
        """The rows of a sheet, or None where it is no ledger; why not is told."""
        said = self.world.settings.sheet(sheet.file, sheet.name)
        problems, where = self.world.problems, (sheet.file, sheet.name)
        if not sheet.height:
            note = "这张表没有任何文字(可能是图片或空表)。如果是台账，请录入为表格后重新报送。"
            problems.add_one("header_unrecognised", *where, note=note)
            return None
        found = recognise(sheet, self.vocabulary, self._declared(said))
        if not isinstance(found, Recognised):
            if found.nearest:
                note = f"{found.nearest}。请补上表头，或在 daohu.toml 的 [columns]、[[sheets]] 中说明。"
                problems.add_one("header_unrecognised", *where, sheet.first_row, note=note)
            else:
                self.world.notices.append(f"{sheet.file}{'#' + sheet.name if sheet.name else ''} 没有台账表头，按“不是台账”处理。")
            return None
        mechanism = ""
        if found.ledger.asks_mechanism:
            ledger = said.get("ledger", "")
            told = said.get("mechanism", "") or self._as_mechanism(ledger) or (ledger if ledger in (REPORTED, LEADERS) else "")
            mechanism = mechanism_of(found, told, self.mechanisms)
            if not mechanism and not column_tells(found, self.mechanisms):
                named = f'file = "{sheet.file}"' + (f'、sheet = "{sheet.name}"' if sheet.name else "")
                note = f'这张表像联系户台账，但没有写明是哪种联系机制。请在 daohu.toml 中写 [[sheets]] {named}、mechanism = "好邻居"(或联户长、党员中心户等)。'
                problems.add_one("header_unrecognised", *where, sheet.first_row + found.header[0], note=note)
                return None
        for column, word in found.forgiven:
            label = found.labels[column]
            problems.add_one("header_forgiven", *where, found.header[1] + sheet.first_row, label, note=f"表头“{label}”按“{word}”读取。")
        unread = unread_columns(found)
        if unread:
            shown = "、".join(unread)
            note = f"这些列没有使用：{shown}。如果其中有该读的内容，请改用台账样式中的列名，或在 daohu.toml 的 [columns] 中说明。"
            problems.add_one("column_unread", *where, found.header[1] + sheet.first_row, shown, note=note)
        one = block(found, mechanism)
        one.declared = said.get("ledger", "")
        return one

    def _declared(self, said: Mapping[str, str]) -> str:
        """The ledger that settings name for a sheet; a mechanism's name, or a mechanism alone, is a contact ledger."""
        ledger, mechanism = said.get("ledger", ""), said.get("mechanism", "")
        if SYNONYMS.get(mechanism, mechanism) in (REPORTED, LEADERS):
            return "contact_areas"
        if mechanism or self._as_mechanism(ledger):
            return "contacts"
        return ledger

    def _as_mechanism(self, ledger: str) -> str:
        told = {ledger_of(m): ledger_of(m) for m in self.mechanisms} | {m: m for m in self.mechanisms}
        return "" if any(one.is_called(ledger) for one in self.vocabulary.ledgers) else told.get(ledger, "")


def _blocks(found: Found, world: World, progress: Progress) -> tuple[list[Block], list[dict[str, object]], list[dict[str, object]]]:
    recogniser = _Recogniser(world)
    blocks: list[Block] = []
    load: list[dict[str, object]] = []
    sources: list[dict[str, object]] = []
    # Workbooks are parsed outside the interpreter's lock, so that the next files are read while this one is recognised.
    with ThreadPoolExecutor(_READERS) as readers:
        for done, (source, sheets) in enumerate(readers.map(_read, found.files)):
            progress("读取台账", done, len(found.files))
            sources.append(source)
            if isinstance(sheets, UnreadableFile):
                world.problems.add_one("file_unreadable", str(source["file"]), note=str(sheets))
                continue
            for sheet in sheets:
                one = recogniser.block(sheet)
                if one is None:
                    load.append(dict(zip(LOAD, (sheet.file, sheet.name, NOT_A_LEDGER, 0, 0, 0, 0, 0), strict=True)))
                else:
                    blocks.append(one)
    progress("读取台账", len(found.files), len(found.files))
    return blocks, load, sources


def _read(file: tuple[Path, str]) -> tuple[dict[str, object], list[Sheet] | UnreadableFile]:
    """A file's name, checksum and size, and its sheets or why it cannot be read."""
    path, name = file
    data = path.read_bytes()
    source: dict[str, object] = {"file": name, "checksum": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    try:
        return source, read_file(path, name)
    except UnreadableFile as error:
        return source, error


def _read_kinds(blocks: list[Block], world: World, progress: Progress) -> list[Rows]:
    done: list[Rows] = []
    by_ledger: dict[Ledger, list[Block]] = {}
    for one in blocks:
        by_ledger.setdefault(one.found.ledger, []).append(one)
    ordered = sorted(by_ledger, key=lambda one: one.order)
    stage = 0
    for step, ledger in enumerate(ordered):
        progress("核对台账", step, len(ordered))
        stage = _advance(world, stage, ledger.order)
        rows = Rows(ledger, by_ledger[ledger], world.problems)
        ledger.read(rows, world)
        done.append(rows)
    _advance(world, stage, LAST)
    world.tree.settle_kinds()
    progress("核对台账", len(ordered), len(ordered))
    return done


UNITS_DONE, REGISTER_DONE, LAST = 20, 24, 99
"""Orders from which on units, and households, are known (see each ledger's `order`)."""


def _advance(world: World, stage: int, order: int) -> int:
    """Settle what is complete before the next kind is read. Raises InputError where there is nothing to go on from."""
    if stage < UNITS_DONE <= order:
        if not world.tree.at_level(units.VILLAGE):
            raise InputError("没有找到单元名册(乡镇、村社区的名单，如“村组湾落名册”或区划代码表)，无法确定村名。请把它放进台账文件夹后重试。")
        world.tree.settle_kinds()
    if stage < REGISTER_DONE <= order:
        world.tree.settle_kinds()
        _settle_households(world)
    return order


def _settle_households(world: World) -> None:
    world.households.settle()
    if not len(world.households):
        raise InputError("没有找到户籍人口台账(每人一行或每户一行的名册)，无法确定总户数。请把它放进台账文件夹后重试。")


def _load_line(one: Block, rows: Rows, number: int) -> dict[str, object]:
    status = rows.status[rows.sheet == number]
    names = rows.ledger_names[rows.sheet == number]
    ledger = str(names[0]) if len(names) else rows.ledger.title
    counts = [int((status == s).sum()) for s in (LOADED, REJECTED, DUPLICATE)]
    return dict(zip(LOAD, (one.file, one.name, ledger, one.rows_in, *counts, one.skipped), strict=True))

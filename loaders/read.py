"""LEDGERS → world: every file is read, every sheet recognised, every kind of ledger read as a whole.

Recognising (`recognise_files`) comes once; the kinds may be read several times from the same sheets, each time into a new world:
a register first asks where rows belong, then reads those that are in force (loaders.merge).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from graph.errors import InputError
from graph.result import LOAD
from graph.scheme import Scheme
from graph.store import Progress, silent
from loaders import units
from loaders.answers import form
from loaders.blocks import Block, block
from loaders.identity.decisions import Decision
from loaders.kinds import Ledger
from loaders.ledgers import ledgers_of
from loaders.ledgers.answers import ANSWERS
from loaders.ledgers.successions import report_shared_codes
from loaders.mechanisms import LEADERS, REPORTED, SYNONYMS, column_tells, known, ledger_of, mechanism_of
from loaders.own_sheets import users_own
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
    rows: Sequence[Rows] = ()
    """The rows of each kind, as read."""


@dataclass
class Recognition:
    """The sheets of all files with what each was recognised as; what was told of them meanwhile."""

    world: World
    """Holds what was told of files and sheets, and nothing else."""
    blocks: list[Block]
    load: list[dict[str, object]]
    sources: list[dict[str, object]]
    passed_over: list[tuple[str, str]]

    def fresh(self) -> World:
        """A new world that knows what was told of files and sheets."""
        told = self.world
        world = World(told.settings, told.scheme, told.problems.copy(), notices=list(told.notices), about=told.about)
        world.secret, world.decisions = told.secret, told.decisions
        return world

    def without(self, files: Collection[str]) -> Recognition:
        """The same without these files and what was told of them."""
        if not files:
            return self
        world = self.fresh()
        world.problems.forget(files)
        world.notices = [n for n in world.notices if not any(n.startswith((f"{f}#", f"{f} ")) for f in files)]
        rest = [one for one in self.load if one["file"] not in files], [one for one in self.sources if one["file"] not in files]
        return Recognition(world, [b for b in self.blocks if b.file not in files], *rest, self.passed_over)


def read_ledgers(
    paths: Sequence[Path], scheme: Scheme, settings: Settings, progress: Progress = silent, secret: bytes | None = None, decisions: Sequence[Decision] = ()
) -> Reading:
    """Read all ledgers; `secret` and `decisions` are a register's, by which the keys of its workbooks are understood.

    Raises InputError where there is nothing to audit: no files, no ledger of units, no register.
    """
    found = files_of(paths)
    recognition = recognise_files(found, scheme, settings, progress)
    recognition.world.secret, recognition.world.decisions = secret, decisions
    return read_blocks(recognition, recognition.blocks, progress)


def files_of(paths: Sequence[Path]) -> Found:
    """The ledgers under `paths`. Raises InputError where there are none."""
    found = list_files(paths)
    if not found.files:
        raise InputError(f"{'、'.join(map(str, paths))} 中没有可读的台账(.xlsx、.xls、.csv)。请把台账放进文件夹后重试。")
    return found


def recognise_files(found: Found, scheme: Scheme, settings: Settings, progress: Progress = silent) -> Recognition:
    """Every file read and every sheet recognised."""
    world = World(settings, scheme, Problems())
    blocks, load, sources = _blocks(found, world, progress)
    return Recognition(world, blocks, load, sources, found.passed_over)


def read_blocks(recognition: Recognition, blocks: Sequence[Block], progress: Progress = silent) -> Reading:
    """Read these of the recognised sheets, all kinds in their order. Raises InputError as `read_ledgers` does."""
    world = recognition.fresh()
    rows_of = read_kinds(blocks, world, progress)
    load = [*recognition.load, *(_load_line(b, rows, n) for rows in rows_of for n, b in enumerate(rows.blocks))]
    table = pd.DataFrame(load, columns=list(LOAD)).sort_values(["file"], kind="stable", ignore_index=True)
    errors = world.problems.frame()
    refused = bool(table["rejected"].sum()) or bool((errors["code"].isin(["header_unrecognised", "file_unreadable"]) & (errors["severity"] == "error")).any())
    sources = recognition.sources
    return Reading(world, table, sources, recognition.passed_over, refused, {str(s["file"]): str(s["checksum"]) for s in sources}, rows_of)


class _Recogniser:
    """Sheets to blocks, with what settings say of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.vocabulary = Vocabulary(ledgers_of(world.lists, world.kinds, world.scheme), world.settings.columns)
        self.mechanisms = known(world.scheme)

    def block(self, sheet: Sheet) -> Block | None:
        """The rows of a sheet, or None where it is no ledger; why not is told."""
        said = self.world.settings.sheet(sheet.path_told, sheet.name)
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

    def answers(self, sheet: Sheet, about: form.About | None) -> Block | None:
        """The answered rows of a town's workbook; None for its other sheets, which are passed over, and where it cannot be read, which is told."""
        if not form.is_list(sheet):
            if sheet.name == form.FILL_SHEET:
                self._unreadable(sheet, f"这份工作簿的“{form.KEY}”列不见了，看不出各行答的是哪一条。请用原工作簿重新填写。")
            return None
        if about is None:
            why = "这张表有“键”一列，但同一文件中没有隐藏的工作表 _daohu，可能是另存或复制时丢了。请用原工作簿填写，整份报送。"
        elif about.format != str(form.FORMAT):
            why = f"这份工作簿的格式是 {about.format}，本程序只认识 {form.FORMAT}。请换用相应版本的程序，或用本程序重新生成的工作簿填写。"
        else:
            found = recognise(sheet, self.vocabulary, ANSWERS.kind)
            if isinstance(found, Recognised) and found.ledger is ANSWERS:
                return form.only_answered(block(found))
            why = "这份工作簿的表头被改动，读不出填写的各列。请用原工作簿重新填写。"
        self._unreadable(sheet, why)
        return None

    def _unreadable(self, sheet: Sheet, why: str) -> None:
        self.world.problems.add_one("header_unrecognised", sheet.file, sheet.name, sheet.first_row, note=why)

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
            about = form.about(sheets)
            if about:
                world.about[str(source["file"])] = about
            for sheet in sheets:
                one = recogniser.answers(sheet, about) if form.is_ours(sheet, about) else recogniser.block(sheet)
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
        sheets, corrects = users_own(read_file(path, name))
        return (source | {"corrects": corrects} if corrects else source), sheets
    except UnreadableFile as error:
        return source, error


def read_kinds(blocks: Sequence[Block], world: World, progress: Progress = silent, last: int = 99) -> list[Rows]:
    """The rows of every kind up to the order `last`, read into the world."""
    done: list[Rows] = []
    by_ledger: dict[Ledger, list[Block]] = {}
    for one in blocks:
        by_ledger.setdefault(one.found.ledger, []).append(one)
    ordered = sorted((one for one in by_ledger if one.order <= last), key=lambda one: one.order)
    stage = 0
    for step, ledger in enumerate(ordered):
        progress("核对台账", step, len(ordered))
        stage = _advance(world, stage, ledger.order)
        rows = Rows(ledger, by_ledger[ledger], world.problems)
        ledger.read(rows, world)
        done.append(rows)
    _advance(world, stage, last)
    world.tree.settle_kinds()
    progress("核对台账", len(ordered), len(ordered))
    return done


UNITS_DONE, REGISTER_DONE = 20, 24
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
    report_shared_codes(world)
    if not len(world.households):
        raise InputError("没有找到户籍人口台账(每人一行或每户一行的名册)，无法确定总户数。请把它放进台账文件夹后重试。")


def _load_line(one: Block, rows: Rows, number: int) -> dict[str, object]:
    status = rows.status[rows.sheet == number]
    names = rows.ledger_names[rows.sheet == number]
    ledger = str(names[0]) if len(names) else rows.ledger.title
    counts = [int((status == s).sum()) for s in (LOADED, REJECTED, DUPLICATE)]
    return dict(zip(LOAD, (one.file, one.name, ledger, one.rows_in, *counts, one.skipped), strict=True))

"""Likely matches for the office: the list to decide about, as rows or as a workbook, and what was decided, remembered by the register.

Whatever is decided changes the figures with the next load only: an edition never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from api.reports.workbook import open_book
from api.reports.workbook.styles import Styles
from api.reports.workbook.table import Column, write_table
from graph.durable import beside, rename
from graph.edition import Edition
from graph.errors import InputError
from graph.register import Register, journal
from graph.source import split
from loaders.identity.decisions import APART, SAME, WORDS, Decision, decide, decision, read_decisions, undecided, write_decisions
from loaders.identity.likely import COLUMNS
from loaders.workbook import UnreadableFile, read_file
from loaders.workbook.sheet import Sheet

KEY, VERDICT = "核对键（请勿改动）", "判定"
_SAID = {"同一人": SAME, "同一个人": SAME, "是": SAME, "相同": SAME, "不是同一人": APART, "不是同一个人": APART, "不是": APART, "否": APART, "不同": APART}
_COLUMNS = (
    Column("序号", 6, "center"),
    Column("姓名", 12),
    Column("村(社区)", 30, "wrap"),
    Column("把握", 8, "center"),
    Column("理由", 26, "wrap"),
    Column("出处一", 48, "wrap"),
    Column("出处二", 48, "wrap"),
    Column(VERDICT, 14, "fill_text", "fill_header"),
    Column(KEY, 46),
)
_LINE = "姓名相同、很可能是同一人的记录。请核实后在“判定”列选择，暂不能确定的留空；判定在下次装载台账时生效。本表含姓名全名，请按工作秘密管理。"
_SHEET = "人员核对"


@dataclass(frozen=True)
class Answers:
    """What a filled-in workbook says: decisions, rows left open, and a sentence for each row that cannot be used."""

    decisions: tuple[Decision, ...]
    open: int
    refused: tuple[str, ...]


def open_pairs(register: Register) -> pd.DataFrame:
    """The likely pairs of the current edition that nobody has decided about, the likeliest first; COLUMNS of loaders.identity.likely,
    and `unit_path`. Raises EditionError where there is no edition."""
    edition = register.edition()
    pairs = _identity(edition, "likely", COLUMNS)
    new = undecided(pairs["person_a"].tolist(), pairs["person_b"].tolist(), read_decisions(register.decisions))
    pairs = pairs[pd.Series(new, pairs.index, dtype=bool)]
    units = edition.nodes("Unit", ["id", "path"]).to_pandas().set_index("id")["path"]
    return pairs.assign(unit_path=pairs["unit"].map(units).fillna("")).reset_index(drop=True)


def write_pairs(register: Register, path: Path) -> int:
    """The open pairs as a workbook to be filled in; returns how many. A file of that name is replaced as a whole."""
    pairs = open_pairs(register)
    rows = [
        (n, p.name, p.unit_path, p.score, p.reasons, places(p.rows_a), places(p.rows_b), "", f"{p.person_a}|{p.person_b}")
        for n, p in enumerate((_Line(**r) for r in pairs.to_dict("records")), 1)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = beside(path)
    try:
        with open_book(staged, _SHEET) as book:
            sheet = book.add_worksheet(_SHEET)
            write_table(sheet, Styles(book), f"{_LINE}共 {len(rows):,} 对。", _COLUMNS, rows, frozen=2)
            last = len(_COLUMNS) - 1
            sheet.set_column(last, last, _COLUMNS[last].width, None, {"hidden": True})
            sheet.data_validation(2, last - 1, max(len(rows) + 1, 2), last - 1, {"validate": "list", "source": list(WORDS.values())} | _RULE)
        rename(staged, path)
    finally:
        staged.unlink(missing_ok=True)
    return len(rows)


@dataclass(frozen=True)
class _Line:
    person_a: str
    person_b: str
    name: str
    unit: str
    reasons: str
    score: str
    rows_a: str
    rows_b: str
    unit_path: str


_RULE = {"error_title": "判定", "error_message": "请选择“同一人”或“不是同一人”，不能确定的留空。"}


def places(rows: str) -> str:
    """Ledger rows as people say them: 户籍/白鹭村.xlsx“户籍”第 12 行."""
    said = []
    for source in rows.split("；") if rows else ():
        file, sheet, row = split(source)
        said.append(f"{file}{f'“{sheet}”' if sheet else ''}第 {row} 行")
    return "\n".join(said)


def read_answers(path: Path) -> Answers:
    """A workbook of `write_pairs`, filled in. Raises InputError where it is none."""
    try:
        sheets = read_file(path, path.name)
    except FileNotFoundError:
        raise InputError(f"没有文件 {path}。请给出 daohu identity list --out 写出、填好判定的表。") from None
    except UnreadableFile as error:
        raise InputError(f"{path} 无法读取：{error}") from None
    for sheet in sheets:
        for top in range(min(sheet.height, 5)):
            heads = [sheet.text(top, c).strip() for c in range(sheet.width)]
            if KEY in heads and VERDICT in heads:
                key, said, name = (heads.index(h) if h in heads else -1 for h in (KEY, VERDICT, "姓名"))
                rows = range(top + 1, sheet.height)

                def cell(row: int, column: int, sheet: Sheet = sheet) -> str:
                    return sheet.text(row, column).strip() if column >= 0 else ""

                cells = [(sheet.first_row + r, cell(r, key), cell(r, said), cell(r, name)) for r in rows]
                return _answers(cells)
    raise InputError(f"{path} 中没有“{VERDICT}”和“{KEY}”两列。请用 daohu identity list --out 写出的表填写，不要删除隐藏的列。")


def _answers(cells: Iterable[tuple[int, str, str, str]]) -> Answers:
    decided: dict[tuple[str, str], tuple[int, Decision]] = {}
    refused, still = [], 0
    for row, key, said, name in cells:
        first, _, second = key.partition("|")
        verdict = _SAID.get(said.replace(" ", ""))
        if not said:
            still += bool(key)
        elif verdict is None:
            refused.append(f"第 {row} 行({name})的判定“{said}”不认识，没有采用。请选择“同一人”或“不是同一人”。")
        elif not first or not second or first == second:
            refused.append(f"第 {row} 行({name})的键被改动了，没有采用。请重新导出这张表再填。")
        else:
            one = decision(first, second, verdict)
            row_before, before = decided.get(one.pair, (row, one))
            if before.verdict != verdict:
                refused.append(f"第 {row} 行({name})与第 {row_before} 行是同一对，判定却不同，这一行没有采用。")
                continue
            decided[one.pair] = (row_before, one)
    return Answers(tuple(d for _, d in decided.values()), still, tuple(refused))


def remember(register: Register, decisions: Sequence[Decision]) -> tuple[tuple[Decision, ...], tuple[str, ...]]:
    """Add decisions to the register, in the name of whoever is at it; returns those that are new, and a sentence for each refused one.

    Refused: a person whom neither the current edition nor an earlier decision knows, and 同一人 of two different id numbers. Raises
    InputError where they contradict each other, EditionError where somebody else is writing; then nothing is kept.
    """
    if not decisions:
        return (), ()
    with register.locked("判定人员"):
        before = read_decisions(register.decisions)
        good, refused = _usable(register.edition(), before, decisions)
        verdicts = {d.pair: d.verdict for d in before}
        new = [replace(d, who=journal.user(), when=journal.now()) for d in good if verdicts.get(d.pair) != d.verdict]
        if new:
            write_decisions(register.decisions, decide(before, new))
            register.log("decide", register.current, **{v: sum(d.verdict == v for d in new) for v in WORDS})
    return tuple(new), tuple(refused)


def _usable(edition: Edition, before: Sequence[Decision], decisions: Sequence[Decision]) -> tuple[list[Decision], list[str]]:
    persons = _identity(edition, "persons", ("person", "id_number"))
    merged = _identity(edition, "merged", ("person", "absorbed"))
    numbers = persons.set_index("person")["id_number"]
    asked = {p for d in decisions for p in d.pair}
    known = asked & (set(persons["person"]) | set(merged["absorbed"]) | {p for d in before for p in d.pair})
    own = numbers.reindex(sorted(asked)).dropna().to_dict()
    good, refused = [], []
    for one in decisions:
        strange = [p for p in one.pair if p not in known]
        if strange:
            refused.append(f"当前版次没有标识为 {'、'.join(strange)} 的人，这一对没有采用。请用 daohu identity list 重新导出。")
        elif one.verdict == SAME and one.a in own and one.b in own and own[one.a] != own[one.b]:
            refused.append(f"{one.a} 与 {one.b} 的身份证号不同，不能判定为同一人，这一对没有采用。请先在台账中改正身份证号。")
        else:
            good.append(one)
    return good, refused


def _identity(edition: Edition, name: str, columns: Sequence[str]) -> pd.DataFrame:
    """A table of the identity folder; without rows in an edition that lacks it."""
    if not (edition.folder / "identity" / f"{name}.parquet").exists():
        return pd.DataFrame({c: pd.Series(dtype=object) for c in columns})
    frame: pd.DataFrame = edition.identity(name).select(list(columns)).to_pandas()
    return frame

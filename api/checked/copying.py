"""One ledger file → its checked copy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.checked.book import Book, SheetPart
from api.checked.cells import Cell, SheetXml
from api.checked.comments import MOST, add_comments
from api.checked.lists import about_sheet, problem_sheet
from api.checked.marks import SEVERITIES, FileMarks, Mark
from api.checked.package import Package, UnmarkableError
from api.checked.plain import plain_workbook
from api.checked.styles import Styles
from loaders.own_sheets import ABOUT_SHEETS, PROBLEM_SHEETS, users_own
from loaders.workbook import UnreadableFile, read_file
from loaders.workbook.zips import open_zip

__all__ = ["Original", "write_copy"]

_SELECTED = re.compile(rb"""\stabSelected=["'](?:1|true)["']""")
_HEAD = 1 << 16
_ROWS = 6
"""Numbers of rows that a comment names."""
_COLORS = (
    "底色：红色是错误，该行没有采用；黄色是警告，该格没有采用或与别处矛盾；蓝色是提示，供核对。一格有几个问题时按最重的着色，批注中逐条写明。",
    "改法：点“单元格”列跳到该格，按批注改正；点左下角“{list}”标签回到本表。改好后保存，本文件可以代替原台账直接重新导入；底色、批注和本表"
    "不影响导入，不必删除。请在本文件中改，不要把内容复制到新文件，否则认不出改正的是哪一份台账。",
)


@dataclass(frozen=True)
class Original:
    """A file of the ledgers: where it is, its name below LEDGERS, its sha256, and which file it corrects itself (loaders.own_sheets)."""

    path: Path
    file: str
    checksum: str
    corrects: Mapping[str, object]

    @property
    def came(self) -> list[tuple[str, str]]:
        """File and checksum of it and of what it is a copy of, the latest first."""
        earlier = [self.corrects, *_list(self.corrects.get("earlier"))] if self.corrects else []
        return [(self.file, self.checksum), *((str(one["file"]), str(one["checksum"])) for one in earlier)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def write_copy(original: Original, marks: FileMarks, target: Path) -> None:
    """Write the copy. An .xlsx or .xlsm keeps all that it holds; anything else, or one built against the standard, is written anew."""
    data = original.path.read_bytes()
    if is_xlsx(data, original.file):
        try:
            _mark(Package(data), original, marks, target, _named(original.corrects), "")
            return
        except (UnmarkableError, ValueError, LookupError):  # a number that is none, an index beyond its list: readers forgive them
            note = "本文件按原文件中的内容重新写出：原文件的结构不规范，格式、公式和图片没有保留。"
    else:
        kind = original.file.rsplit("/", 1)[-1].rsplit(".", 1)[-1]
        note = f"本文件由 .{kind} 文件转成 .xlsx：内容和合并单元格照原样，格式、公式和图片没有保留，公式写成了最后的值。"
    sheets, _ = users_own(read_file(original.path, original.file))
    data, renamed = plain_workbook(sheets)
    _mark(Package(data), original, marks, target, renamed, note)


def is_xlsx(data: bytes, file: str) -> bool:
    """Whether a file is of the format that copies are made of, whatever its extension."""
    if not data.startswith(b"PK"):
        return False
    try:
        archive, kind = open_zip(data, file)
    except UnreadableFile:
        return False
    archive.close()
    return kind == "xlsx"


def _named(corrects: Mapping[str, object]) -> dict[str, str]:
    named = corrects.get("sheets")
    return {str(k): str(v) for k, v in named.items()} if isinstance(named, dict) else {}


def _mark(package: Package, original: Original, marks: FileMarks, target: Path, renamed: Mapping[str, str], note: str) -> None:
    book = Book(package)
    again = bool(original.corrects)
    if again:
        for sheet in [s for s in book.sheets() if s.name in _list(original.corrects.get("ours"))]:
            book.remove(sheet)
    styles = Styles(package, book.styles_part())
    if again:
        styles.clear_ours()
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks.marks:
        by_sheet.setdefault(mark.sheet, []).append(mark)
    placed: dict[Mark, Cell | None] = {}
    shown: dict[str, str] = {}
    for number, sheet in enumerate(book.sheets(), 1):
        read_as = renamed.get(sheet.name, sheet.name)
        shown[read_as] = sheet.name
        placed |= _mark_sheet(package, sheet, number, by_sheet.get(read_as, ()), styles, again=again)
    names = {s.name.lower() for s in book.sheets()}
    listed = next(n for n in (*PROBLEM_SHEETS, *(f"问题（到户{i}）" for i in range(2, 100))) if n.lower() not in names)
    counts = "，".join(f"{title} {marks.count(s):,} 个" for s, title in SEVERITIES.items() if marks.count(s))
    title = f"台账问题 {len(marks.marks):,} 个：{counts}"
    many = f"一张表里有问题的格超过 {MOST:,} 个时，只有前 {MOST:,} 个写了批注，其余只有底色，问题见本表。"
    crowded = any(sum(1 for m in some if m.row) > MOST for some in by_sheet.values())
    notes = [*(line.format(list=listed) for line in _COLORS), *([note] if note else []), *([many] if crowded else [])]
    rows = [(m, placed.get(m)) for m in marks.marks]
    book.add(listed, problem_sheet(title, notes, rows, shown, styles.own), first=True)
    head = len(notes) + 2
    book.define("_xlnm._FilterDatabase", f"'{listed}'!$A${head}:$G${head + len(rows)}", hidden=True)
    book.define("_xlnm.Print_Titles", f"'{listed}'!${head}:${head}")
    about = next(n for n in ABOUT_SHEETS if n.lower() not in names)
    book.add(about, about_sheet(original.came, renamed), very_hidden=True)
    styles.save()
    book.save()
    package.save(target)


def _mark_sheet(package: Package, part: SheetPart, number: int, marks: Sequence[Mark], styles: Styles, *, again: bool) -> dict[Mark, Cell | None]:
    """Mark the cells of one sheet; returns where each problem stands."""
    data = package.read(part.part) if part.part else None
    if data is None:
        return {}
    cells = [m for m in marks if m.row]
    if not part.is_table or not (cells or again):
        if _SELECTED.search(data, 0, _HEAD):
            package.put(part.part, _SELECTED.sub(b"", data[:_HEAD]) + data[_HEAD:])
        return {}
    sheet = SheetXml(data)
    sheet.deselect()
    first = sheet.first_used({m.row for m in cells if -1 in m.columns})
    placed: dict[Mark, Cell | None] = {}
    worst: dict[Cell, str] = {}
    said: dict[Cell, dict[str, list[int]]] = {}
    order = list(SEVERITIES)
    for mark in cells:
        for column in mark.columns:
            cell = sheet.anchor((mark.row, first[mark.row] if column < 0 else column))
            placed.setdefault(mark, cell)
            worst[cell] = min(worst.get(cell, mark.severity), mark.severity, key=order.index)
            said.setdefault(cell, {}).setdefault(f"{SEVERITIES[mark.severity]}：{mark.message}", []).append(mark.row)
    by_row: dict[int, set[int]] = {}
    for row, column in worst:
        by_row.setdefault(row, set()).add(column)
    sheet.restyle(by_row, lambda style, cell: styles.shaded(style, worst[cell]))
    lines = {cell: [_of_rows(line, rows, cell[0]) for line, rows in about.items()] for cell, about in said.items()}
    add_comments(package, sheet, part.part, number, lines)
    package.put(part.part, sheet.data())
    return placed


def _of_rows(line: str, rows: Sequence[int], here: int) -> str:
    """A sentence that holds for several rows of a merged range, with these."""
    if all(row == here for row in rows):
        return line
    shown = "、".join(map(str, rows[:_ROWS]))
    return f"{line}（第 {shown} 行{f'等 {len(rows)} 行' if len(rows) > _ROWS else ''}）"

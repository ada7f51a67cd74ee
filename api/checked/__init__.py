"""checked/: copies of the submitted workbooks, the bad cells marked; who sent a ledger mends it there and sends the copy back.

A file gets a copy where something in it must be mended: at least one error (a row was refused) or warning (a cell was not used). Of files
in which all is well, or nothing but hints was found (a row stated twice, a column that is not read), an office wants no copy to look
through: 说明.txt names them. Files that cannot be opened have none either; 说明.txt says why.

A copy of an .xlsx or .xlsm keeps everything: formats, formulas with their last values, merged cells, widths, charts, pictures, macros.
The cells with problems get a fill by severity and a comment; the first sheet is 问题, a list with a link to every cell; a hidden sheet
`_daohu` says of which file it is the copy. Other formats (.xls, .et, .ods, .csv, web pages) become an .xlsx with the same cells. Read as
a ledger, a copy says exactly what its original said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from api.checked.copying import Original, is_xlsx, write_copy
from api.checked.marks import SEVERITIES, FileMarks, marks_of, with_forms
from graph.store import Progress, silent
from loaders.own_sheets import users_own
from loaders.read import Reading
from loaders.workbook import UnreadableFile, read_file

__all__ = ["NOTE", "Checked", "write_checked"]

NOTE = "说明.txt"
_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")


@dataclass
class Checked:
    """What was written: the name of each copy by its file, and the files without one."""

    copies: dict[str, str] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    """Files with nothing but hints."""
    fine: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    """Files that cannot be opened, and why."""


def write_checked(reading: Reading, files: Sequence[tuple[Path, str]], folder: Path, progress: Progress = silent) -> Checked:
    """Write the copies and 说明.txt into a folder. `files`: path and name below LEDGERS of each file that was read."""
    paths = {name: path for path, name in files}
    forms = with_forms(reading) & set(paths)
    marked = marks_of(reading, {name: users_own(read_file(paths[name], name))[0] for name in forms})
    unreadable = _unreadable(reading)
    checked = Checked(unreadable=unreadable)
    folder.mkdir(parents=True, exist_ok=True)
    sources = [s for s in reading.sources if str(s["file"]) in paths]
    taken: Counter[str] = Counter()
    for done, source in enumerate(sources):
        file = str(source["file"])
        progress("写出核对副本", done, len(sources))
        marks = marked.get(file)
        if file in unreadable:
            continue
        if marks is None or not marks.needs_a_copy:
            (checked.fine if marks is None else checked.hints).append(file)
            continue
        name = _name(file, paths[file], taken, {str(s["file"]).lower() for s in sources})
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        corrects = source.get("corrects")
        original = Original(paths[file], file, str(source["checksum"]), corrects if isinstance(corrects, dict) else {})
        try:
            write_copy(original, marks, target)
        except UnreadableFile as error:  # it was changed while it was checked
            unreadable[file] = str(error)
            continue
        checked.copies[file] = name
    progress("写出核对副本", len(sources), len(sources))
    (folder / NOTE).write_text(_note(checked, marked), encoding="utf-8-sig", newline="\r\n")
    return checked


def _unreadable(reading: Reading) -> dict[str, str]:
    every = reading.world.problems.frame()
    found = every[every["code"] == "file_unreadable"]
    return {str(f): str(m) for f, m in zip(found["file"], found["message"], strict=True)}


def _name(file: str, path: Path, taken: Counter[str], originals: set[str]) -> str:
    """The copy's name: that of the file where it is a workbook, else with .xlsx, and with the old extension where that is taken."""
    plain = PurePosixPath(file)
    with path.open("rb") as stream:
        kept = plain.suffix.lower() in _WORKBOOKS and stream.read(2) == b"PK" and is_xlsx(path.read_bytes(), file)
    name = file if kept else plain.with_suffix(".xlsx").as_posix()
    if not kept and (name.lower() in originals or taken[name.lower()]):
        name = plain.with_name(f"{plain.stem}（{plain.suffix.lstrip('.') or '无后缀'}）.xlsx").as_posix()
    while taken[name.lower()]:
        name = PurePosixPath(name).with_name(f"{PurePosixPath(name).stem}（{taken[name.lower()] + 1}）.xlsx").as_posix()
    taken[name.lower()] += 1
    return name


def _note(checked: Checked, marked: dict[str, FileMarks]) -> str:
    """What lies here and what does not, for who opens the folder without us."""
    total = len(checked.copies) + len(checked.hints) + len(checked.fine) + len(checked.unreadable)
    lines = [
        f"本文件夹是台账的核对副本。核对了 {total} 个文件：{len(checked.copies)} 个需要改正，已写出副本。",
        "副本中有问题的单元格标了底色和批注，第一张表“问题”逐条列出。请在副本中改正并保存，改好的副本可以代替原台账重新导入。",
        "副本含有台账原文，请按工作秘密管理。",
        "",
    ]
    if checked.copies:
        lines.append(f"需要改正的 {len(checked.copies)} 个：")
        for file, name in checked.copies.items():
            counts = "，".join(f"{title} {marked[file].count(s)} 个" for s, title in SEVERITIES.items() if marked[file].count(s))
            lines.append(f"　　{name}：{counts}" + (f"。原文件 {file}" if name != file else ""))
    for title, files in (("只有提示、不必改正的", checked.hints), ("没有问题的", checked.fine)):
        if files:
            lines += ["", f"{title} {len(files)} 个，没有副本：", *(f"　　{f}" for f in files)]
    if checked.unreadable:
        lines += ["", f"打不开的 {len(checked.unreadable)} 个，没有副本：", *(f"　　{f}：{why}" for f, why in checked.unreadable.items())]
    return "\n".join(lines) + "\n"

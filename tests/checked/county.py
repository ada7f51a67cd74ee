"""A fictional county of two villages, read from a folder, its files replaced by checked copies, and read again."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from api.checked import Checked, write_checked
from api.checked.copying import Original, write_copy
from api.checked.marks import FileMarks, marks_of, with_forms
from graph.scheme import read_scheme
from loaders.own_sheets import users_own
from loaders.read import Reading, files_of, read_ledgers
from loaders.settings import read_settings
from loaders.workbook import list_files, read_file

SETTINGS = 'scheme = "zhijiang"\ncounty_name = "云溪县"\nas_of = 2024-06-30\n'
UNITS = ["乡镇|村(社区)|行政区划代码|村民小组", "青石镇|白鹭村|990121105201|一组", "青石镇|白鹭村|990121105201|二组", "青石镇|柳溪村|990121105202|一组"]
PEOPLE = [
    "乡镇|村(社区)|村民小组|户号|户主姓名|姓名|与户主关系|性别",
    "青石镇|白鹭村|一组|1001|张大|张大|户主|男",
    "青石镇|白鹭村|二组|1002|李二|李二|户主|男",
    "青石镇|柳溪村|一组|1003|王三|王三|户主|女",
]
HEADS = "乡镇|村(社区)|联户长|联系电话|户号|户主姓名|开始日期"
"""Of a contact ledger of 联户长."""


def write_rows(path: Path, lines: Sequence[str]) -> Path:
    """A CSV; cells are divided by |."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(line.split("|") for line in lines)
    return path


def county(folder: Path) -> Path:
    """Units and households without a fault; a test adds the ledger that it is about."""
    write_rows(folder / "村组名册.csv", UNITS)
    write_rows(folder / "户籍人口台账.csv", PEOPLE)
    (folder / "daohu.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def read(*folders: Path) -> Reading:
    settings = read_settings(folders)
    return read_ledgers(folders, read_scheme(settings.scheme), settings)


def checked(folder: Path, out: Path) -> Checked:
    """Copies of a folder's files in out/checked."""
    found = files_of([folder])
    return write_checked(read(folder), found.files, out / "checked")


def replaced(folder: Path, out: Path) -> tuple[Reading, Reading, dict[str, str]]:
    """The reading of a folder, that of the folder with every file replaced by a copy, and copy → original."""
    before = read(folder)
    files = {name: path for path, name in list_files([folder]).files}
    marked = marks_of(before, {f: users_own(read_file(files[f], f))[0] for f in with_forms(before)})
    names: dict[str, str] = {}
    out.mkdir()
    for name in ("daohu.toml",):
        shutil.copy(folder / name, out / name)
    for file, path in files.items():
        name = str(Path(file).with_suffix(".xlsx"))
        names[name] = file
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        write_copy(Original(path, file, before.checksums[file], {}), marked.get(file, FileMarks(file)), out / name)
    return before, read(out), names


def same(before: Reading, after: Reading, names: dict[str, str]) -> None:
    """Raise where two readings differ in a row's fate or in a problem, but for the files' names."""
    for one, other in ((before.load, after.load), (before.world.problems.frame(), after.world.problems.frame())):
        pd.testing.assert_frame_equal(_sorted(one, {}), _sorted(other, names))
    assert [n.split("#")[0].rsplit(".", 1)[0] for n in before.world.notices] == [n.split("#")[0].rsplit(".", 1)[0] for n in after.world.notices]
    assert before.refused == after.refused


def _sorted(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    frame = frame.copy()
    frame["file"] = frame["file"].map(lambda f: names.get(f, f))
    if "message" in frame:
        for here, original in names.items():
            frame["message"] = frame["message"].str.replace(f"与{here}#", f"与{original}#", regex=False)
    return frame.sort_values(list(frame.columns), ignore_index=True)

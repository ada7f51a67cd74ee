"""LEDGERS -> which files are ledgers, under which names, and why the others are not."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from graph.errors import InputError
from loaders.workbook import list_files

Make = dict[str, Callable[..., bytes]]


def put(folder: Path, name: str, data: bytes = b"a,b\n1,2\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "甲")
    return out.getvalue()


def test_ledgers_are_sorted_by_their_relative_names(tmp_path: Path) -> None:
    for name in ("b.xlsx", "甲镇/a.csv", "a.xls", "甲镇/村/c.et", "说明.txt"):
        put(tmp_path, name)
    found = list_files([tmp_path])
    assert [name for _, name in found.files] == ["a.xls", "b.xlsx", "甲镇/a.csv", "甲镇/村/c.et", "说明.txt"]
    assert all(path == tmp_path / name for path, name in found.files)
    assert found.passed_over == []


def test_what_is_passed_over_and_why(tmp_path: Path, make: Make) -> None:
    put(tmp_path, "台账.xlsx", workbook())
    put(tmp_path, "无后缀的台账", workbook())
    put(tmp_path, "台账2024.06", workbook())
    put(tmp_path, "老台账.dat", make["ole"]({"Workbook": b"x"}))
    put(tmp_path, "daohu.toml")
    put(tmp_path, ".git/config.csv")
    expected = {
        "~$台账.xlsx": "锁文件",
        ".~lock.台账.xlsx#": "锁文件",
        ".DS_Store": "系统文件",
        "Thumbs.db": "系统文件",
        "desktop.ini": "系统文件",
        "台账.xlsx.bak": "备份或临时文件",
        "台账.tmp": "备份或临时文件",
        "脚本.py": "后缀 .py 不是表格的后缀",
        "数据.json": "后缀 .json",
    }
    for name in expected:
        put(tmp_path, name)
    contents = {
        "README.md": ("# 说明\n文字".encode(), "后缀 .md"),
        "通知.docx": (make["zipped"]({"word/document.xml": b""}), "不是表格，是Word 文档"),
        "通知.doc": (make["ole"]({"WordDocument": b""}), "不是表格，是Word 文档"),
        "照片.jpg": (b"\xff\xd8\xff\xe0", "不是表格，是JPG 图片"),
        "通知.pdf": (b"%PDF-1.4", "不是表格，是PDF 文件"),
        "台账.zip": (make["zipped"]({"a.xlsx": b""}), "不是表格，是压缩包"),
        "坏.zip": (b"PK\x03\x04abc", "损坏的压缩包"),
        "填表说明.txt": ("请各村按时填报。\n不得空项。\n联系人：张三\n".encode("gb18030"), "不像表格：没有分列的文字"),
        "首页.html": (b"<html>hi</html>", "不像表格：没有表格的网页"),
        "配置.xml": (b"<a/>", "不像表格"),
        "图.txt": (b"\x89PNG", "不像表格：PNG 图片"),
        "乱.txt": (bytes(range(0x80, 0x100)) * 20, "不像表格：认不出编码的文字"),
    }
    for name, (data, _) in contents.items():
        put(tmp_path, name, data)
    found = list_files([tmp_path])
    assert [name for _, name in found.files] == sorted(["台账.xlsx", "无后缀的台账", "台账2024.06", "老台账.dat"])
    why = dict(found.passed_over)
    for name, says in expected.items() | {name: says for name, (_, says) in contents.items()}.items():
        assert says in why.pop(name), name
    assert why == {}


def test_a_table_s_extension_is_listed_whatever_is_in_it(tmp_path: Path) -> None:
    # Whoever sent it must hear that it cannot be read.
    put(tmp_path, "名册.xlsx", b"%PDF-1.4")
    put(tmp_path, "空.csv", b"")
    assert [name for _, name in list_files([tmp_path]).files] == ["名册.xlsx", "空.csv"]


def test_perhaps_tables(tmp_path: Path) -> None:
    put(tmp_path, "导出.html", b"<table><tr><td>1</td></tr></table>")
    put(tmp_path, "导出.xml", b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>')
    put(tmp_path, "导出.txt", "姓名\t户号\n张三\t1\n".encode("gb18030") * 10_000)
    assert [name for _, name in list_files([tmp_path]).files] == ["导出.html", "导出.txt", "导出.xml"]


def test_earlier_results_are_passed_over_whole(tmp_path: Path) -> None:
    put(tmp_path, "台账.csv")
    for name in ("coverage.csv", "summary.json", "towns/仙女镇.xlsx"):
        put(tmp_path, f"结果/{name}")
    found = list_files([tmp_path])
    assert [name for _, name in found.files] == ["台账.csv"]
    assert found.passed_over == [("结果", "是以前的审计结果文件夹")]
    assert list_files([tmp_path / "结果"]).passed_over == [("结果", "是以前的审计结果文件夹")]


def test_a_file_has_its_own_name_and_is_taken_once(tmp_path: Path) -> None:
    path = put(tmp_path, "甲镇/台账.csv")
    assert list_files([path]).files == [(path, "台账.csv")]
    assert list_files([tmp_path, path]).files == [(path, "甲镇/台账.csv")]


def test_one_name_in_two_folders(tmp_path: Path) -> None:
    for name in ("甲镇/台账.csv", "乙镇/台账.csv", "乙镇/名册.csv"):
        put(tmp_path, name)
    found = list_files([tmp_path / "甲镇", tmp_path / "乙镇"])
    assert [name for _, name in found.files] == ["乙镇/台账.csv", "名册.csv", "甲镇/台账.csv"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"找不到台账“.*没有”。请检查路径"):
        list_files([tmp_path / "没有"])

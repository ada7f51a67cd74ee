"""Files that are not what they say: each is refused in a sentence, the others of its upload are taken, nothing of it stays."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from api.uploads import AllRefusedError, Inbox
from tests.uploads.sending import CSV, lying, send, small, with_part, workbook, zipped, zipped_on_chinese_windows

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(inbox: Inbox, name: str, data: bytes, unit: str = "") -> str:
    """Why a file is refused; it comes beside a good one."""
    upload = send(inbox, (name, data), ("好的.csv", CSV), unit=unit)
    assert [f.name for f in upload.accepted] == ["好的.csv"]
    assert [p.name for p in upload.folder.rglob("*")] == ["好的.csv"]
    assert sorted(p.name for p in (inbox.folder / upload.id).iterdir()) == [upload.id, "upload.json"]
    return upload.refused[0].refused


def encrypted() -> bytes:
    """An OLE container with the one entry by which an encrypted workbook is known."""
    header = bytearray(512)
    header[:8] = OLE
    struct.pack_into("<HH", header, 24, 0x3E, 3)
    struct.pack_into("<HHH", header, 28, 0xFFFE, 9, 6)
    struct.pack_into("<7I", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for name, kind in (("Root Entry", 5), ("EncryptedPackage", 2)):
        said = name.encode("utf-16-le") + b"\0\0"
        directory += (said.ljust(64, b"\0") + struct.pack("<HBBIII", len(said), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)).ljust(128, b"\0")
    return bytes(header) + fat + directory.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.xlsx", b"", "空文件"),
        ("空白.csv", b" \r\n \r\n", "空白"),
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "PNG 图片"),
        ("方案.pdf", b"%PDF-1.7 ...", "PDF 文件"),
        ("病毒.exe", b"MZ\x90\x00" + b"\0" * 200, "程序文件"),
        ("病毒.xls", b"MZ\x90\x00" + b"\0" * 200, "程序文件"),
        ("乱.csv", bytes(range(256)) * 40, "二进制"),
        ("话.xlsx", "这是一段话".encode(), "内容却是文字"),
        ("页.xls", b"<html><body>no table</body></html>", "没有表格"),
        ("页.html", b"<script>alert(1)</script>", "不像表格"),
        ("实体.xls", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><table><tr><td>1</td></tr></table>', "实体声明"),
        ("断.xlsx", workbook()[:-300], "损坏"),
        ("加密.xlsx", encrypted(), "打开密码"),
        ("坏.xls", OLE + b"\0" * 4000, "损坏"),
        ("断链.xls", encrypted()[:512] + encrypted()[1024:], "损坏"),
        ("宏.xlsm", with_part(workbook(), "xl/vbaProject.bin", b"x"), "含有宏"),
        ("文档.xlsx", zipped([("word/document.xml", b"<x/>")]), "Word 文档"),
        ("包.xlsx", zipped([("a.csv", CSV)]), "内容却是压缩包"),
        ("假.zip", CSV, "不是压缩包"),
        ("二进制.xlsb", zipped([("xl/workbook.bin", b"x")]), ".xlsb"),
        ("开放.ods", zipped([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]), ".ods"),
        ("包.rar", b"Rar!\x1a\x07\x00", "RAR 压缩包"),
        ("~$好邻居.xlsx", b"x" * 165, "锁文件"),
        (".隐藏.csv", CSV, "系统文件"),
        ("宽.csv", b",".join(b"c%d" % n for n in range(300)), "300 列"),
        ("宽.xls", b"<table><tr>" + b"<td>1</td>" * 300 + b"</tr></table>", "300 列"),
        ("宽.xlsx", workbook([["列"] * 300], "花名册"), "“花名册”在第 IW 列"),
        ("实体.xlsx", with_part(workbook(), "xl/sharedStrings.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "DOCTYPE"),
    ],
)
def test_content_that_is_no_ledger(inbox: Inbox, name: str, data: bytes, said: str) -> None:
    assert said in refused(inbox, name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("网页.xls", "<html><table><tr><td>姓名</td></tr></table></html>".encode()),
        ("逗号.xls", CSV),
        ("工作簿.csv", workbook()),
        ("无后缀", workbook()),
        ("宽而空.xlsx", workbook([["乡镇"] + [""] * 400])),
    ],
)
def test_endings_that_desks_often_get_wrong_are_forgiven(inbox: Inbox, name: str, data: bytes) -> None:
    assert send(inbox, (name, data)).files[0].refused == ""


def test_bombs(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "in", small(unpacked=4_000_000, small=100_000, ratio=100, directory=10_000))
    zeros = b"0" * 3_000_000
    assert "不像正常的台账" in refused(inbox, "炸弹.xlsx", with_part(workbook(), "xl/media/x.bin", zeros))
    assert "不像正常的台账" in refused(inbox, "炸弹.zip", zipped([("a.csv", zeros)]))
    assert "大小与实际不符" in refused(inbox, "谎.xlsx", lying(with_part(zipped([]), "xl/workbook.xml", zeros), 1000))
    lie = send(inbox, ("谎.zip", lying(zipped([("a.csv", zeros)]), 1000)), ("好的.csv", CSV)).refused[0]
    assert "大小与实际不符" in lie.refused
    assert "文件太多" in refused(inbox, "多.zip", zipped([(f"{n}.csv", b"x") for n in range(300)]))


def test_a_list_of_members_that_lies_about_its_place(inbox: Inbox) -> None:
    data = bytearray(zipped([("a.csv", CSV)]))
    struct.pack_into("<I", data, len(data) - 22 + 12, 0xFFFFFFFF)
    assert "文件太多" in refused(inbox, "a.zip", bytes(data))
    data = bytearray(zipped([("a.csv", CSV)]))
    struct.pack_into("<I", data, len(data) - 22 + 16, 0xFFFFFF)
    assert "损坏" in refused(inbox, "a.zip", bytes(data))


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_a_zip_gives_its_ledgers_and_nothing_else(inbox: Inbox) -> None:
    archive = zipped(
        [
            ("../../逃.csv", CSV + b"1"),
            ("/etc/绝对.csv", CSV + b"2"),
            ("C:\\盘.csv", CSV + b"3"),
            ("a\\..\\..\\反.csv", CSV + b"4"),
            (link("链接.csv"), b"/etc/passwd"),
            ("套.zip", zipped([("a.csv", CSV)])),
            ("台账/青石镇/户籍.csv", CSV),
            ("台账/说明.docx", zipped([("word/document.xml", b"<x/>")])),
            ("__MACOSX/台账/._户籍.csv", b"x"),
            ("台账/Thumbs.db", b"x"),
        ]
    )
    upload = send(inbox, ("打包.zip", archive))
    assert [(f.name, f.said_name) for f in upload.accepted] == [("户籍.csv", "打包.zip ▸ 台账/青石镇/户籍.csv")]
    why = [f.refused for f in upload.refused]
    assert sum("指向外面" in w for w in why) == 5
    assert sum("还有压缩包" in w for w in why) == 1
    assert sum("Word 文档" in w for w in why) == 1
    assert sorted(p.name for p in inbox.folder.parent.rglob("*.csv")) == ["户籍.csv"]


def test_names_from_chinese_windows(inbox: Inbox) -> None:
    upload = send(inbox, ("a.zip", zipped_on_chinese_windows([("青石镇/好邻居.csv", CSV), ("联户长.csv", CSV + b"x")])))
    assert [f.name for f in upload.files] == ["青石镇/好邻居.csv", "联户长.csv"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("../../etc/台账.csv", "台账.csv"),
        ("C:\\Users\\甲\\台账.csv", "台账.csv"),
        ("/tmp/x/台账.csv", "台账.csv"),
        ("<img src=x onerror=alert(1)>.csv", "_img src=x onerror=alert(1)_.csv"),
        ("CON.csv", "_CON.csv"),
        ("a\u202ecsv.exe.csv", "acsv.exe.csv"),
        ("a\x00b\r\nc.csv", "abc.csv"),
        ("=cmd.csv", "=cmd.csv"),
        ("长" * 300 + ".csv", "长" * 58 + ".csv"),
        ("青石镇/白鹭村/台账.csv", "台账.csv"),
    ],
)
def test_names_are_cleaned(inbox: Inbox, said: str, kept: str) -> None:
    data = CSV + str(len(said)).encode()
    upload = send(inbox, (said.replace("\r\n", ""), data))
    assert upload.files[0].name == kept
    assert (upload.folder / kept).read_bytes() == data


def test_a_file_and_a_folder_of_one_name(inbox: Inbox) -> None:
    upload = send(inbox, ("a.zip", zipped([("x.csv", CSV), ("x.csv/y.csv", CSV + b"1"), ("z/w.csv/v.csv", CSV + b"2"), ("z/w.csv", CSV + b"3")])))
    assert [f.name for f in upload.files] == ["x.csv", "x.csv_y.csv", "z/w.csv/v.csv", "z/w（2）.csv"]


def test_twins_are_told_apart(inbox: Inbox) -> None:
    upload = send(inbox, ("A.csv", CSV), ("a.csv", CSV + b"x"), ("b.csv", CSV), ("a.CSV", CSV + b"y"))
    assert [f.name for f in upload.files] == ["A.csv", "a（2）.csv", "", "a（3）.CSV"]
    assert upload.files[2].refused.startswith("与“A.csv”内容完全相同")


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ('scheme = "../../etc/x.toml"', "", "不是程序自带的方案"),
        ("scheme = 1", "", "写法不对"),
        ("a = " + "[" * 3000, "", "套得太深"),
        ("scheme = ", "", "写法有误"),
        ('scheme = "zhijiang"', "u1", "只由全县范围的账号上传"),
    ],
)
def test_settings_lead_to_no_file_of_this_machine(inbox: Inbox, text: str, unit: str, said: str) -> None:
    why = refused(inbox, "daohu.toml", text.encode(), unit)
    assert said in why
    assert str(inbox.folder) not in why


def test_settings_are_taken_and_lie_at_the_top(inbox: Inbox) -> None:
    upload = send(inbox, ("台账/daohu.toml", b'scheme = "zhijiang"'), ("台账/a.csv", CSV))
    assert sorted(p.name for p in upload.folder.iterdir()) == ["a.csv", "daohu.toml"]


def test_earlier_results_hide_no_ledger(inbox: Inbox) -> None:
    upload = send(inbox, ("coverage.csv", b"a,b\n1,2\n"), ("summary.json", b"{}"), ("x/a.csv", CSV))
    assert "审计结果" in {f.said_name: f for f in upload.files}["coverage.csv"].refused or upload.accepted


@pytest.mark.parametrize("make", [lambda: b"", lambda: zipped([]), lambda: b"%PDF"])
def test_where_everything_is_refused_nothing_is_kept(inbox: Inbox, make: Callable[[], bytes]) -> None:
    with pytest.raises(AllRefusedError) as error:
        send(inbox, ("a.zip", make()), ("b.xlsx", make()))
    assert len(error.value.refused) == 2
    assert error.value.status == 422
    assert list(inbox.folder.iterdir()) == []

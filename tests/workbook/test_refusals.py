"""What is no table is refused in one sentence: what, which file, the next step."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from graph.errors import DaohuError
from loaders.workbook import Sheet, UnreadableFile, read_file, zips
from loaders.workbook.biff import check_records

Read = Callable[..., list[Sheet]]
Make = dict[str, Callable[..., bytes]]


def workbook(rows: int = 50) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("名册")
        for row in range(rows):
            sheet.write_row(row, 0, [row, f"张{row}", "金山村"])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "不是表格，是PDF 文件"),
        (b"\x89PNG\r\n\x1a\n\0\0", "不是表格，是PNG 图片"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "不是表格，是JPG 图片"),
        (b"Rar!\x1a\x07\0", "不是表格，是RAR 压缩包"),
        (b"{\\rtf1\\ansi", "不是表格，是RTF 文档"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "不是表格，是“单个文件网页”"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "很旧的 Excel 格式"),
        (bytes(range(256)) * 8, "不是表格，是二进制内容"),
        (b"\x00" * 4096, "不是表格，是二进制内容"),
        (b"", "是空文件（0 字节）。请重新拷贝"),
        (b"\xef\xbb\xbf \r\n\r\n", "没有内容，只有空白"),
        (bytes(range(0x80, 0x100)) * 20, "既不是 UTF-8 也不是 GBK 编码的文字"),
    ],
)
def test_other_contents(read: Read, data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"^读不了“台账\.xlsx”：.*{says}"):
        read(data, "台账.xlsx")


def test_the_error_is_ours_and_names_the_file(read: Read) -> None:
    with pytest.raises(DaohuError) as caught:
        read(b"%PDF-1.7", "名册.xls")
    assert isinstance(caught.value, UnreadableFile)
    assert (caught.value.exit_code, caught.value.file, caught.value.what) == (2, "名册.xls", "不是表格，是PDF 文件")
    assert str(caught.value) == "读不了“名册.xls”：不是表格，是PDF 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 后再交。"


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"word/document.xml": b"<w/>"}, "不是表格，是Word 文档"),
        ({"ppt/presentation.xml": b"<p/>"}, "不是表格，是PPT 演示稿"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "不是表格，是文档或演示稿"),
        ({"台账.xlsx": b"PK"}, "不是表格，是压缩包。请解压后把里面的表格放进来"),
        ({}, "不是表格，是压缩包"),
        ({"xl/workbook.xml": b"<workbook"}, "文件不完整或已损坏"),
        ({"xl/workbook.bin": b"\x80\x80\x80\x80"}, "文件不完整或已损坏"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "文件不完整或已损坏"),
    ],
)
def test_zips(read: Read, make: Make, members: dict[str, bytes], says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read(make["zipped"](members), "台账.csv")


@pytest.mark.parametrize(
    ("stream", "says"),
    [
        ("EncryptedPackage", "设了打开密码。请在 Excel 或 WPS 里去掉打开密码"),
        ("WordDocument", "不是表格，是Word 文档"),
        ("PowerPoint Document", "不是表格，是PPT 演示稿"),
        ("ETData", r"可能是 WPS 的 .et）。请在 WPS 中另存为 .xlsx"),
        ("Workbook", r".et 文件请在 WPS 中另存为 .xlsx"),
    ],
)
def test_ole_containers(read: Read, make: Make, stream: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read(make["ole"]({stream: b"\x01\x02"}), "台账.et")


def test_a_word_document_with_a_table_inside_is_no_table(read: Read, make: Make) -> None:
    inner = make["biff8"]({"名册": {(0, 0): "甲"}})
    with pytest.raises(UnreadableFile, match="不是表格，是Word 文档"):
        read(make["ole"]({"WordDocument": b"", "Workbook": inner}))
    assert read(make["ole"]({"Workbook": inner, "WordDocument": b""}))[0].height == 1


def test_a_wrong_byte_in_a_column_number_takes_no_memory(read: Read, make: Make) -> None:
    data = make["ole"]({"Workbook": make["biff8"]({"名册": {(0, 0): "甲", (65_535, 65_280): 2.0}})})
    with pytest.raises(UnreadableFile, match="文件不完整或已损坏"):
        read(data)


def test_a_directory_that_runs_in_a_circle_ends(read: Read, make: Make) -> None:
    data = bytearray(make["ole"]({"Workbook": make["biff8"]({"名册": {(0, 0): "甲"}})}))
    data[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")
    with pytest.raises(UnreadableFile, match="文件不完整或已损坏"):
        read(bytes(data))


def test_an_xls_with_a_password(read: Read, make: Make) -> None:
    data = make["ole"]({"Workbook": make["biff8"]({"名册": {(0, 0): "甲"}}, locked=True)})
    with pytest.raises(UnreadableFile, match=r"“台账\.xls”：设了打开密码"):
        read(data)


def test_a_zip_with_a_password(read: Read) -> None:
    data = bytearray(workbook())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(UnreadableFile, match="设了打开密码"):
        read(bytes(data))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook(read: Read, share: float) -> None:
    data = workbook()
    with pytest.raises(UnreadableFile, match="文件不完整或已损坏。请重新拷贝"):
        read(data[: int(len(data) * share)], "台账.xlsx")


def test_damage_anywhere_ends_in_our_sentence_or_in_sheets(read: Read, make: Make) -> None:
    chance = random.Random(5)
    whole = [workbook(5), make["ole"]({"Workbook": make["biff8"]({"名册": {(0, 0): "甲", (1, 0): 2.0}})}), make["xlsb"]("表", {(0, 0): "甲"})]
    for data in whole:
        for _ in range(60):
            broken = bytearray(data)
            for _ in range(chance.randint(1, 6)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            try:
                read(bytes(broken))
            except UnreadableFile as error:
                assert str(error).startswith("读不了“台账.xls”：")


def test_a_bomb_by_size(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_UNPACKED", 1000)
    with pytest.raises(UnreadableFile, match=r"解开后有 \d+ MB，不像正常的台账"):
        read(workbook())


def test_a_bomb_by_ratio(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "_SMALL", 100_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 1_000_000)
    with pytest.raises(UnreadableFile, match="不像正常的台账"):
        read(out.getvalue())


def test_a_stray_cell_in_the_last_corner(read: Read) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1_048_575, 16_383, "乙")
    with pytest.raises(UnreadableFile, match="有格远在第 1048576 行、XFD 列，整张表大到放不进内存。请删去表格右边和下边的多余内容"):
        read(out.getvalue())


def test_a_far_corner_that_is_only_formatted_is_no_stray_cell(read: Read) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    (sheet,) = read(out.getvalue())
    assert (sheet.height, sheet.width) == (1, 1)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"“镇/无\.xlsx”：打不开（.+）。请确认文件还在"):
        read_file(tmp_path / "无.xlsx", "镇/无.xlsx")


@pytest.mark.parametrize(
    ("body", "held"),
    [
        (struct.pack("<IIHHH", 0, 65_536, 0, 256, 0), True),
        (struct.pack("<HHHHH", 0, 65_535, 0, 256, 0), True),
        (struct.pack("<IIHHH", 0, 0, 0, 0, 0), True),
        (struct.pack("<IIHHH", 0, 28_246_016, 0, 48, 0), False),
        (struct.pack("<IIHHH", 9, 5, 0, 4, 0), False),
        (b"\1", False),
    ],
)
def test_the_extent_that_an_xls_states_is_checked(make: Make, body: bytes, held: bool) -> None:
    stream = make["biff8"]({"名册": {(0, 0): "甲"}})
    at = stream.rfind(b"\x04\x02")
    stream = stream[:at] + struct.pack("<HH", 0x200, len(body)) + body + stream[at:]
    if held:
        assert check_records(stream) is False
    else:
        with pytest.raises(ValueError, match="dimensions"):
            check_records(stream)

"""What arrives whole is kept whole; what is too much, broken or nothing is a sentence and leaves nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.uploads import FormError, Inbox, NoSuchUploadError, TooLargeError, UploadError, read_form
from loaders.workbook import list_files, read_file
from tests.uploads.sending import BOUNDARY, CSV, body, send, send_body, small, workbook


def nothing_left(inbox: Inbox) -> bool:
    return not list(inbox.folder.iterdir())


def test_files_arrive_as_they_were_sent_and_only_for_their_owner(inbox: Inbox) -> None:
    book = workbook()
    upload = send(inbox, ("好邻居.xlsx", book), ("青石镇/户籍.csv", CSV), unit="u1", note="六月\x07\n补报 <b>")
    assert [(f.name, f.said_name, f.bytes, f.refused) for f in upload.files] == [
        ("好邻居.xlsx", "好邻居.xlsx", len(book), ""),
        ("青石镇/户籍.csv", "青石镇/户籍.csv", len(CSV), ""),
    ]
    assert (upload.folder / "好邻居.xlsx").read_bytes() == book
    assert (upload.who, upload.unit, upload.note) == ("甲", "u1", "六月\n补报 <b>")
    assert [name for _, name in list_files([upload.folder]).files] == ["好邻居.xlsx", "青石镇/户籍.csv"]
    assert read_file(upload.folder / "青石镇/户籍.csv", "x")[0].text(1, 3) == "张大"
    assert {p.stat().st_mode & 0o077 for p in inbox.folder.rglob("*")} == {0}
    assert inbox.get(upload.id) == upload
    assert [u.id for u in inbox.list("u1")] == [upload.id]
    assert inbox.list("u2") == []


def test_an_upload_remembers_its_tasks_and_goes_when_it_is_removed(inbox: Inbox) -> None:
    upload = send(inbox, ("a.csv", CSV))
    inbox.remember(upload.id, "check", "t1")
    assert inbox.get(upload.id).tasks == {"check": "t1"}
    inbox.remove(upload.id, "甲")
    assert nothing_left(inbox)
    for ident in (upload.id, "../../etc", "", "20260101-000000-zzzzzz"):
        with pytest.raises(NoSuchUploadError):
            inbox.get(ident)


def test_a_file_that_is_too_large_is_refused_and_the_others_are_taken(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "in", small(file=200_000, batch=1_000_000))
    upload = send(inbox, ("大.csv", CSV + b"x" * 300_000), ("小.csv", CSV))
    assert [(f.name, f.refused[:5]) for f in upload.files] == [("", "超过 0 "), ("小.csv", "")]
    assert sum(p.stat().st_size for p in upload.folder.rglob("*")) == len(CSV)


@pytest.mark.parametrize(
    ("limits", "files", "length", "said"),
    [
        ({"batch": 100_000}, [("a.csv", b"x" * 200_000)], "", "合计超过"),
        ({"batch": 100_000, "file": 60_000}, [("a.csv", b"x" * 59_000), ("b.csv", b"y" * 59_000)], "", "合计超过"),
        ({"batch": 100_000}, [("a.csv", CSV)], "99999999999", "合计超过"),
        ({"batch": 100_000}, [("a.csv", CSV)], "9" * 5000, "合计超过"),
        ({"files": 3}, [(f"{n}.csv", CSV + b"%d" % n) for n in range(4)], "", "最多上传 3 个文件"),
    ],
)
def test_too_much_ends_the_request_and_leaves_nothing(tmp_path: Path, limits: dict[str, int], files: list[tuple[str, bytes]], length: str, said: str) -> None:
    inbox = Inbox(tmp_path / "in", small(**limits))
    with pytest.raises(TooLargeError, match=said) as error:
        send_body(inbox, body(files), length=length)
    assert error.value.status == 413
    assert nothing_left(inbox)


def test_reading_stops_where_the_limit_is_passed() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield body([("a.csv", b"")])[: -len(BOUNDARY) - 6]
        while True:
            sent += 1
            yield b"x" * 10_000

    async def run() -> None:
        async for _ in read_form(f"multipart/form-data; boundary={BOUNDARY.decode()}", "", endless(), small(batch=50_000, files=1)):
            pass

    with pytest.raises(TooLargeError):
        asyncio.run(run())
    assert sent < 60


def test_a_sender_who_stops_is_not_waited_for(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "in", small(pause=0.05))

    async def stops() -> AsyncIterator[bytes]:
        yield body([("a.csv", CSV)])[:-40]
        await asyncio.sleep(30)

    async def run() -> None:
        pieces = read_form(f"multipart/form-data; boundary={BOUNDARY.decode()}", "", stops(), inbox.limits)
        await inbox.receive(pieces, "甲")

    with pytest.raises(FormError, match="没有收到数据"):
        asyncio.run(run())
    assert nothing_left(inbox)


@pytest.mark.parametrize(
    ("data", "content_type", "said"),
    [
        (b"a=1", "application/x-www-form-urlencoded", "不是带文件的表单"),
        (b"{}", "multipart/form-data", "不是带文件的表单"),
        (b"hello", "", "格式不对"),
        (b"", "", "不完整"),
        (body([("a.csv", CSV)])[:-30], "", "不完整"),
        (body([]), "", "不完整|没有选择文件|格式不对"),
        (body([("", b"")]), "", "没有选择文件"),
        (body([], [("note", "x")]), "", "没有选择文件"),
        (b"--%s\r\n%s\r\n\r\nx\r\n--%s--\r\n" % (BOUNDARY, b"X: " + b"y" * 9000, BOUNDARY), "", "格式不对"),
    ],
)
def test_what_is_no_form_with_files(inbox: Inbox, data: bytes, content_type: str, said: str) -> None:
    with pytest.raises(FormError, match=said) as error:
        send_body(inbox, data, content_type=content_type)
    assert error.value.status == 400
    assert nothing_left(inbox)


def test_too_many_or_too_long_fields(inbox: Inbox) -> None:
    for fields in ([("a", "b")] * 30, [("note", "长" * 30_000)]):
        with pytest.raises(TooLargeError):
            send_body(inbox, body([("a.csv", CSV)], fields))
    assert nothing_left(inbox)


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "in", small(free=1 << 60))
    with pytest.raises(UploadError, match="磁盘快满了"):
        send(inbox, ("a.csv", CSV))
    assert nothing_left(inbox)

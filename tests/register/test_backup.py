"""A register goes into one file and comes back whole; what is damaged, in use or in the way is said, and nothing is half done."""

from __future__ import annotations

import errno
import io
import os
import random
import tarfile
from pathlib import Path

import pyarrow as pa
import pytest
import typer
from typer.testing import CliRunner

from api import backup as backups
from api import sealed
from api.accounts import open_accounts
from api.cli import backing
from api.sealed import SealedReader, SealedWriter
from graph.edition import Contents, write_edition
from graph.errors import EditionError, OutputError
from graph.register import Register, create, open_register
from tests.cli.running import Said, require_sentence

SEED = 20260101
WORD = "一个足够长的口令"
ID_NUMBER = "420583198703121234"


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "COST", 1 << 10)
    monkeypatch.setattr(sealed, "CHUNK", 1 << 12)
    monkeypatch.delenv(backing.PASSWORD, raising=False)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """Two editions, the first one current again, a ledger each, a store that is not worth keeping."""
    made = create(tmp_path / "登记库")
    for number in (1, 2):
        checksum = made.blobs.put(f"户号,户主\n{number},张大\n".encode() * 500)
        contents = Contents(
            tables={"problems": pa.table({"row": list(range(number * 1000))})},
            identity={"persons": pa.table({"id": ["P1"], "id_number": [ID_NUMBER]})},
            about={"number": number, "as_of": "2024-06-30", "inputs": [{"file": "户籍.csv", "checksum": checksum, "bytes": 1}]},
        )
        write_edition(made.path(number), contents)
        made.make_current(number)
    made.make_current(1)
    made.log("rollback", 1)
    made.decisions.write_text("{}", encoding="utf-8")
    made.store_folder(1).mkdir(parents=True)
    (made.store_folder(1) / "daohu.lbug").write_bytes(b"x" * 5000)
    (made.folder / f".current.{os.getpid()}-9.part").write_bytes(b"2")
    return made


def kept(folder: Path) -> dict[str, bytes]:
    """Everything that a backup must bring back, but the log, which grows."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return {k: v for k, v in found.items() if not k.startswith(("stores/", "results/", "lock", "log.jsonl", "."))}


def listing(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


@pytest.mark.parametrize("word", [WORD, None])
def test_a_register_comes_back_as_it_was(register: Register, tmp_path: Path, word: str | None) -> None:
    file = tmp_path / "备份.daohu"
    told = backups.backup(register, file, word)
    assert (told.editions, told.current) == ((1, 2), 1)
    assert told.files == backups.check(file, word)
    assert (b"id_number" in file.read_bytes()) == (word is None), "without a passphrase, and only then, it can be read by anybody"
    back = tmp_path / "别处" / "登记库"
    assert backups.restore(file, back, word) == told
    assert kept(back) == kept(register.folder)
    again = open_register(back)
    assert (again.current, again.secret) == (1, register.secret)
    assert again.edition(2).identity("persons")["id_number"].to_pylist() == [ID_NUMBER]
    assert not list((back / "stores").iterdir())
    assert [e.action for e in again.history()] == ["rollback", "restore"]
    assert [e.action for e in register.history()] == ["rollback", "backup"]
    assert listing(back.parent) == {"登记库"}


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_only_the_owner_may_read_what_is_written(register: Register, tmp_path: Path) -> None:
    file = tmp_path / "备份.daohu"
    backups.backup(register, file, None)
    backups.restore(file, tmp_path / "back", None)
    for path in (file, tmp_path / "back", *(tmp_path / "back").rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_any_flipped_bit_is_found_and_nothing_is_put_in_place(register: Register, tmp_path: Path) -> None:
    file, dice = tmp_path / "备份.daohu", random.Random(SEED)
    backups.backup(register, file, WORD)
    good = file.read_bytes()
    before = listing(tmp_path)
    for at in (dice.randrange(len(good)) for _ in range(60)):
        file.write_bytes(good[:at] + bytes([good[at] ^ 1 << dice.randrange(8)]) + good[at + 1 :])
        with pytest.raises(EditionError, match=r"备份.daohu"):
            backups.restore(file, tmp_path / "back", WORD)
        assert listing(tmp_path) == before
    file.write_bytes(good)
    assert backups.restore(file, tmp_path / "back", WORD).current == 1


def test_what_is_in_the_way_is_left_alone(register: Register, tmp_path: Path) -> None:
    file = tmp_path / "备份.daohu"
    file.write_bytes(b"kept")
    with pytest.raises(OutputError, match="已经存在"):
        backups.backup(register, file, WORD)
    assert file.read_bytes() == b"kept"
    with pytest.raises(OutputError, match="在登记库里面"):
        backups.backup(register, register.folder / "files" / "备份.daohu", WORD)
    file.unlink()
    backups.backup(register, file, WORD)
    with pytest.raises(OutputError, match="不是空文件夹"):
        backups.restore(file, register.folder, WORD)
    (tmp_path / "empty").mkdir()
    assert backups.restore(file, tmp_path / "empty", WORD).current == 1


@pytest.mark.parametrize("what", ["editions/0002/tables/problems.parquet", "editions/0001/identity/persons.parquet", "files", "manifest", "gone"])
def test_a_damaged_register_is_not_backed_up_over_a_good_backup(register: Register, tmp_path: Path, what: str) -> None:
    if what == "files":
        path = next((register.folder / "files").glob("??/*"))
    elif what in ("manifest", "gone"):
        path = register.path(1) / ("manifest.json" if what == "manifest" else "tables/problems.parquet")
    else:
        path = register.folder / what
    if what == "gone":
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0xFF
        path.write_bytes(data)
    with pytest.raises(EditionError, match=r"损坏") as said:
        backups.backup(register, tmp_path / "备份.daohu", WORD)
    assert path.name in str(said.value)
    assert listing(tmp_path) == {"登记库"}


def test_a_damaged_edition_in_a_backup_is_not_put_in_place(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (register.path(2) / "tables" / "problems.parquet").write_bytes(b"x")
    monkeypatch.setattr(backups, "_require_undamaged", lambda *_: None)
    backups.backup(register, tmp_path / "备份.daohu", WORD)
    with pytest.raises(EditionError, match=r"problems\.parquet 已损坏"):
        backups.restore(tmp_path / "备份.daohu", tmp_path / "back", WORD)
    assert listing(tmp_path) == {"登记库", "备份.daohu"}


def test_while_somebody_writes_there_is_no_backup(register: Register, tmp_path: Path) -> None:
    with register.locked("装载"), pytest.raises(EditionError, match="正在使用"):
        backups.backup(register, tmp_path / "备份.daohu", WORD)
    assert listing(tmp_path) == {"登记库"}


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_full_disk_leaves_nothing(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    real = SealedWriter._put
    written: list[int] = []

    def put(self: SealedWriter, data: bytes) -> None:
        if len(written) == after:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(len(data))
        real(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(SealedWriter, "_put", put)
        with pytest.raises(OutputError, match="磁盘已满"):
            backups.backup(register, tmp_path / "备份.daohu", WORD)
    assert listing(tmp_path) == {"登记库"}
    backups.backup(register, tmp_path / "备份.daohu", WORD)
    copied: list[Path | None] = []
    copy = backups._copy

    def full(content: io.BytesIO, path: Path | None) -> tuple[str, int]:
        if len(copied) == after:
            raise OSError(errno.ENOSPC, "No space left on device")
        copied.append(path)
        return copy(content, path)

    monkeypatch.setattr(backups, "_copy", full)
    with pytest.raises(OutputError, match="磁盘已满"):
        backups.restore(tmp_path / "备份.daohu", tmp_path / "back", WORD)
    assert listing(tmp_path) == {"登记库", "备份.daohu"}


@pytest.mark.skipif(not hasattr(os, "pwrite"), reason="the fault is made with pwrite")
def test_a_disk_that_does_not_keep_what_was_written_is_found_at_once(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def rots(handle: int) -> None:
        if os.fstat(handle).st_size > 10_000:
            os.pwrite(handle, b"\xff\x00\xff", 9000)
        real(handle)

    monkeypatch.setattr(os, "fsync", rots)
    with pytest.raises(EditionError, match="已损坏"):
        backups.backup(register, tmp_path / "备份.daohu", WORD)
    assert listing(tmp_path) == {"登记库"}


def test_what_a_killed_backup_left_goes_with_the_next(register: Register, tmp_path: Path) -> None:
    (tmp_path / ".备份.daohu.999999999.part").write_bytes(b"secret")
    (tmp_path / ".另一份.daohu.999999999.part").write_bytes(b"not ours")
    backups.backup(register, tmp_path / "备份.daohu", WORD)
    assert listing(tmp_path) == {"登记库", "备份.daohu", ".另一份.daohu.999999999.part"}


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside", "C:outside", "..\\outside", "link", "after the contents"])
def test_nothing_is_written_outside_of_the_new_folder(register: Register, tmp_path: Path, name: str) -> None:
    file = tmp_path / "备份.daohu"
    backups.backup(register, file, None)
    with file.open("rb") as source:
        plain = io.BufferedReader(SealedReader(source, file, None)).read()
    with tarfile.open(fileobj=io.BytesIO(plain)) as old, file.open("wb") as target:
        writer = SealedWriter(target, None)
        with tarfile.open(fileobj=writer, mode="w|") as tar:
            members = [(m, old.extractfile(m)) for m in old]
            extra = tarfile.TarInfo(name)
            if name == "link":
                extra.type, extra.linkname = tarfile.SYMTYPE, "../outside"
            members.insert(len(members) if name == "after the contents" else 0, (extra, io.BytesIO()))
            for member, content in members:
                tar.addfile(member, content)
        writer.finish()
    with pytest.raises(EditionError, match="不该有的内容"):
        backups.restore(file, tmp_path / "back", None)
    assert listing(tmp_path) == {"登记库", "备份.daohu"}


def daohu(*arguments: object, given: str | None = None) -> Said:
    app = typer.Typer()
    backing.add_to(app)
    done = CliRunner().invoke(app, [str(a) for a in arguments], input=given)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


def test_the_commands(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, back = tmp_path / "备份.daohu", tmp_path / "back"
    require_sentence(daohu("backup", file, "--register", register.folder, given=""), "没有口令", backing.PASSWORD)
    require_sentence(daohu("backup", file, "--register", register.folder, given="1234\n1234\n"), "口令太短")
    said = daohu("backup", file, "--register", register.folder, given=f"{WORD}\n{WORD}\n")
    assert (said.code, "2 个版次(当前第 1 版)" in said.out) == (0, True), said
    require_sentence(daohu("restore", file), "--register", "--check")
    require_sentence(daohu("restore", file, "--check", given="别的口令\n"), "口令不对")
    require_sentence(daohu("restore", tmp_path / "没有", "--check"), "找不到")
    assert "个文件都与校验和相符" in daohu("restore", file, "--check", given=f"{WORD}\n").out
    monkeypatch.setenv(backing.PASSWORD, WORD)
    said = daohu("restore", file, "--register", back)
    assert (said.code, "已恢复到" in said.out) == (0, True), said
    assert kept(back) == kept(register.folder)


def test_a_backup_without_a_passphrase_must_be_asked_for_and_says_what_it_is(register: Register, tmp_path: Path) -> None:
    said = daohu("backup", tmp_path / "x", "--register", register.folder, "--no-password")
    assert said.code == 0
    assert "没有加密" in said.out
    assert daohu("restore", tmp_path / "x", "--check").code == 0


def test_a_file_of_many_pieces_comes_back(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "CHUNK", 1 << 20)
    register.decisions.write_bytes(random.Random(SEED).randbytes(9_000_001))
    backups.backup(register, tmp_path / "x", WORD)
    backups.restore(tmp_path / "x", tmp_path / "back", WORD)
    assert Register(tmp_path / "back").decisions.read_bytes() == register.decisions.read_bytes()


def test_the_users_of_the_web_page_come_along(register: Register, tmp_path: Path) -> None:
    """As they are at that moment, while a server holds the file; what processes are doing does not."""
    accounts = open_accounts(register.folder)
    accounts.add("张三", "viewer", password="一句够长的口令 2026")
    work = register.folder / "office" / "tasks" / "20260101-000000000-abcdef"
    work.mkdir(parents=True)
    (work / "request.json").write_text("{}", encoding="utf-8")
    backups.backup(register, tmp_path / "备份.daohu", None)
    accounts.close()
    backups.restore(tmp_path / "备份.daohu", tmp_path / "又一个", None)
    assert [one.name for one in open_accounts(tmp_path / "又一个").users()] == ["张三"]
    assert not (tmp_path / "又一个" / "office" / "tasks").exists()
    assert sorted(p.name for p in (tmp_path / "又一个" / "office").iterdir() if "-" not in p.name) == ["office.sqlite"]

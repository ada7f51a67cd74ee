"""A damaged file is found, named and rebuilt where it can be; nobody gets a figure out of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.register import open_register
from tests.faults.conftest import SEED, Ground
from tests.faults.examining import State, leftovers
from tests.faults.running import Ended

Spoil = Callable[[Path], None]


def flipped(path: Path) -> None:
    """One bit somewhere."""
    data, dice = bytearray(path.read_bytes()), random.Random(f"{SEED} {path.name}")
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def gone(path: Path) -> None:
    path.unlink()


SPOILS = (flipped, cut, emptied, gone)


def audit(ground: Ground, folder: Path, name: str = "out-damaged") -> Ended:
    return ground.runner.run("audit", "--register", folder, "--out", ground.folder / name)


def require_same(ground: Ground, name: str = "out-damaged") -> None:
    """The audit's figures are those of the undamaged register."""
    assert (ground.folder / name / "coverage.csv").read_bytes() == (ground.folder / "out" / "coverage.csv").read_bytes()


def require_named(ended: Ended, *parts: str) -> None:
    """It ended with a sentence that names the file and says what to do."""
    text = ended.err.replace("\n", "")
    assert ended.code == 2 and "Traceback" not in text and "请" in text, ended
    assert all(part in text for part in parts), (parts, text)


@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("name", ["nodes/Household.parquet", "edges/CONTACTS.Person.Household.parquet", "tables/problems.parquet", "identity/rows.parquet"])
def test_a_table_of_the_current_edition(ground: Ground, name: str, spoil: Spoil) -> None:
    folder = ground.fresh("damaged")
    spoil(folder / "editions" / "0001" / name)
    require_named(audit(ground, folder), name, "备份")
    assert not (ground.folder / "out-damaged").exists()
    if spoil is flipped:
        require_named(ground.runner.run("load", ground.later, "--register", folder, "--yes"), name)
        assert open_register(folder).numbers() == [1], "nothing is built on a damaged edition"


@pytest.mark.parametrize("spoil", SPOILS)
def test_the_manifest(ground: Ground, spoil: Spoil) -> None:
    folder = ground.fresh("damaged")
    spoil(folder / "editions" / "0001" / "manifest.json")
    for arguments in (("audit", "--register", folder, "--out", ground.folder / "out-damaged"), ("load", ground.later, "--register", folder, "--yes")):
        require_named(ground.runner.run(*arguments), "manifest.json")
    listed = ground.runner.run("editions", "list", "--register", folder)
    assert listed.code == 0 and "manifest.json" in listed.err, listed


@pytest.mark.parametrize("kill_at", [0, 14, 30])
def test_a_damaged_edition_is_rebuilt_from_its_ledgers(ground: Ground, kill_at: int) -> None:
    folder = ground.fresh("damaged", "staged")
    before = State.of(open_register(folder))
    flipped(folder / "editions" / "0002" / "nodes" / "Household.parquet")
    gone(folder / "editions" / "0002" / "tables" / "problems.parquet")
    rebuild = ("editions", "rebuild", "--register", folder, 2)
    if kill_at:
        assert ground.runner.run(*rebuild, kill_at=kill_at).killed
    ended = ground.runner.run(*rebuild)
    assert ended.code == 0, ended
    assert State.of(open_register(folder)) == before
    assert leftovers(folder) == []


def test_a_damaged_edition_is_left_for_an_earlier_one(ground: Ground) -> None:
    folder = ground.fresh("damaged", "many")
    flipped(folder / "editions" / "0004" / "nodes" / "Unit.parquet")
    require_named(audit(ground, folder), "nodes/Unit.parquet", "较早的版次")
    assert ground.runner.run("editions", "rollback", "--register", folder, 1).code == 0
    (folder / "stores" / "0001" / "daohu.lbug").unlink()
    assert audit(ground, folder, "out-earlier").code == 0
    require_same(ground, "out-earlier")
    refused = ground.runner.run("editions", "rollback", "--register", folder, 4)
    require_named(refused, "nodes/Unit.parquet")
    assert open_register(folder).current == 1


@pytest.mark.parametrize("content", [b"", b"x\n", b"\0\0", b"7\n", None], ids=["empty", "text", "zeros", "an edition that is not there", "gone"])
def test_the_pointer(ground: Ground, content: bytes | None) -> None:
    folder = ground.fresh("damaged", "many")
    before = State.of(open_register(folder))
    pointer = folder / "current"
    pointer.unlink() if content is None else pointer.write_bytes(content)
    ended = audit(ground, folder)
    assert ended.code == 2 and "Traceback" not in ended.err and "版" in ended.err, ended
    listed = ground.runner.run("editions", "list", "--register", folder)
    assert "Traceback" not in listed.err, listed
    healed = ground.runner.run("editions", "rollback", "--register", folder, 4)
    assert healed.code == 0, healed
    assert State.of(open_register(folder)) == before


@pytest.mark.parametrize("spoil", SPOILS)
def test_the_graph_file_is_rebuilt(ground: Ground, spoil: Spoil) -> None:
    folder = ground.fresh("damaged")
    store = folder / "stores" / "0001" / "daohu.lbug"
    spoil(store)
    ended = audit(ground, folder, "out-rebuilt")
    assert ended.code == 0, ended
    require_same(ground, "out-rebuilt")
    again = audit(ground, folder, "out-rebuilt")
    assert again.code == 0


def test_the_graph_file_of_another_edition_is_rebuilt(ground: Ground) -> None:
    folder = ground.fresh("damaged")
    for suffix in ("", ".sha256"):
        path = folder / "stores" / "0001" / f"daohu.lbug{suffix}"
        path.write_bytes((ground.template("staged") / "stores" / "0002" / path.name).read_bytes())
    assert audit(ground, folder, "out-rebuilt").code == 0
    require_same(ground, "out-rebuilt")


@pytest.mark.parametrize("spoil", [flipped, gone])
def test_a_kept_ledger(ground: Ground, spoil: Spoil) -> None:
    folder = ground.fresh("damaged")
    ledger = next(p for p in sorted((folder / "files").glob("??/*")) if "户主".encode() in p.read_bytes())
    spoil(ledger)
    assert audit(ground, folder, "out-kept").code == 0, "the edition does not need it"
    require_same(ground, "out-kept")
    require_named(ground.runner.run("load", ground.later, "--register", folder, "--yes"), "台账", "备份")
    assert open_register(folder).numbers() == [1]


@pytest.mark.parametrize("name", ["register.json", "decisions.json", "secret.key"])
def test_a_file_of_the_register_itself(ground: Ground, name: str) -> None:
    folder = ground.fresh("damaged")
    if name == "secret.key":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(b'{"x')
    ended = ground.runner.run("load", ground.later, "--register", folder, "--yes")
    require_named(ended, name)
    assert not (folder / "editions" / "0002").exists()


def test_a_torn_line_of_the_log_and_a_damaged_result_cost_nothing(ground: Ground) -> None:
    folder = ground.fresh("damaged", "staged")
    with (folder / "log.jsonl").open("ab") as log:
        log.write(b'{"when": "2024-06-3')
    for path in (folder / "results").iterdir():
        path.write_bytes(b"x")
    for path in (folder / "approved").iterdir():
        path.write_bytes(b"")
    assert ground.runner.run("editions", "approve", "--register", folder, 2).code == 0
    said = ground.runner.run("editions", "log", "--register", folder)
    assert said.code == 0 and said.out.count("启用") >= 2, said
    assert open_register(folder).approved() == [1, 2]

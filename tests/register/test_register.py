"""The register: a new edition never disturbs the current one, persons keep their ids, half-made editions are cleaned."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from api import loading
from api.demo import make_demo
from api.work import audit_ledgers, audit_register
from graph.errors import EditionError
from graph.register import create, open_register


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county") / "ledgers"
    make_demo(folder, "enyang", 300, 2)
    return folder


def test_a_loaded_edition_is_current_only_when_approved(county: Path, tmp_path: Path) -> None:
    register = create(tmp_path / "register")
    found = loading.load([county], register)
    assert (found.number, register.current) == (1, None)
    loading.approve(register, found.number)
    assert open_register(tmp_path / "register").edition().id == found.edition.id


def test_persons_keep_their_ids_from_edition_to_edition(county: Path, tmp_path: Path) -> None:
    register = create(tmp_path / "register")
    ids = [set(loading.load([county], register).edition.nodes("Person")["id"].to_pylist()) for _ in range(2)]
    assert ids[0] == ids[1]
    other = create(tmp_path / "other")
    assert ids[0].isdisjoint(loading.load([county], other).edition.nodes("Person")["id"].to_pylist()), "another register has another secret"


def test_id_numbers_and_phones_stay_in_the_identity_folder(county: Path, tmp_path: Path) -> None:
    register = create(tmp_path / "register")
    edition = loading.load([county], register).edition
    secret = [i for i in edition.identity("persons")["id_number"].to_pylist() if i]
    assert len(secret) > 100
    outside = b"".join(p.read_bytes() for p in edition.folder.rglob("*") if p.is_file() and "identity" not in p.parts)
    for part in ("nodes", "edges", "tables"):
        for path in (edition.folder / part).iterdir():
            text = pq.read_table(path).to_pandas().astype(str).to_numpy().ravel()
            assert not {i for i in secret[:50] if any(i in t for t in text)}, path.name
    assert secret[0].encode() not in outside
    assert (edition.folder / "identity").stat().st_mode & 0o077 == 0
    assert (register.folder / "secret.key").stat().st_mode & 0o077 == 0


def test_a_register_gives_the_figures_of_its_ledgers(county: Path, tmp_path: Path) -> None:
    register = create(tmp_path / "register")
    loading.approve(register, loading.load([county], register).number)
    direct = audit_ledgers([county], tmp_path / "a").result.coverage
    kept = audit_register(register, tmp_path / "b").result.coverage
    assert direct.equals(kept)


def test_what_an_interrupted_load_left_is_cleaned(tmp_path: Path) -> None:
    register = create(tmp_path / "register")
    left = register.folder / "editions" / f".0001.{os.getpid()}.part"
    left.mkdir()
    with register.locked("试") as told:
        assert told == ["清理了上次中断留下的没有写完的版次 1 个。"]
    assert not left.exists()


def test_a_damaged_table_is_named(county: Path, tmp_path: Path) -> None:
    register = create(tmp_path / "register")
    edition = loading.load([county], register).edition
    loading.approve(register, 1)
    path = edition.folder / "nodes" / "Household.parquet"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(EditionError, match=r"nodes/Household\.parquet 已损坏"):
        audit_register(register, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_register_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(EditionError, match="不是登记库"):
        open_register(tmp_path)
    with pytest.raises(EditionError, match="不是空文件夹"):
        create(tmp_path)

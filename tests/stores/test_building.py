"""An edition goes in whole, is proved, and a copy that is not whole is never read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.edition import Edition
from graph.errors import EditionError, StoreError
from graph.store import Store, open_store
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore
from tests.conftest import EVERY_STORE
from tests.neo4j_server.server import Server

COUNT = "MATCH (h:Household) RETURN count(h) AS n"


@pytest.fixture(params=EVERY_STORE)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind, the optional one too."""
    with EVERY_STORE[request.param](tmp_path, request) as opened:
        yield opened


def test_empty(store: Store) -> None:
    assert store.mark() is None
    with pytest.raises(StoreError):
        store.query(COUNT)


def test_build_and_mark(store: Store, edition: Edition) -> None:
    said: list[tuple[str, int, int]] = []
    store.build(edition, progress=lambda what, done, total: said.append((what, done, total)))
    mark = store.mark()
    assert mark is not None
    assert (mark.id, mark.whole, mark.counts) == (edition.id, True, edition.counts)
    for what in {what for what, _, _ in said}:
        seen = [(done, total) for told, done, total in said if told == what]
        assert seen[-1] == (sum(edition.counts.values()),) * 2 and seen == sorted(seen)
    assert isinstance(store, Store)


def test_build_twice_is_refused_and_clear_helps(store: Store, edition: Edition) -> None:
    store.build(edition)
    with pytest.raises(StoreError, match=r"已有数据|已经存在"):
        store.build(edition)
    store.clear()
    assert store.mark() is None
    store.build(edition)
    assert store.query(COUNT).to_pylist() == [{"n": 5}]


def test_masked_names(store: Store, edition: Edition) -> None:
    store.build(edition, names="masked")
    names = store.query("MATCH (p:Person) RETURN p.name AS name ORDER BY name")["name"].to_pylist()
    assert sorted(names) == ["司马*", "孙*", "张*", "李*"]
    assert sorted(store.query("MATCH (h:Household) RETURN h.head AS head")["head"].to_pylist()) == ["张*", "欧阳*", "王*", "赵*", "钱*"]
    assert store.query("MATCH (c:Claim) RETURN c.subject AS s ORDER BY s")["s"].to_pylist() == ["张*", "金山村"]
    with pytest.raises(StoreError, match="masked"):
        store.build(edition, names="secret")


def test_an_edge_to_nowhere_is_not_lost(store: Store, broken_edition: Edition) -> None:
    with pytest.raises(StoreError, match=r"装不进|不符"):
        store.build(broken_edition)
    mark = store.mark()
    assert mark is None or not mark.whole
    with pytest.raises(StoreError):
        store.query(COUNT)


def test_a_damaged_edition_is_not_loaded(store: Store, edition: Edition, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(edition.folder, copy)
    (copy / "nodes" / "Unit.parquet").write_bytes(b"")
    with pytest.raises(EditionError, match=r"Unit\.parquet"):
        store.build(Edition(copy, edition.manifest))
    assert store.mark() is None


class TestEmbedded:
    @pytest.fixture
    def path(self, tmp_path: Path, edition: Edition) -> Path:
        path = tmp_path / "a" / "daohu.lbug"
        with EmbeddedStore(path) as store:
            store.build(edition)
        return path

    def test_only_the_file_and_its_checksum_are_left(self, path: Path) -> None:
        assert sorted(p.name for p in path.parent.iterdir()) == ["daohu.lbug", "daohu.lbug.sha256"]

    def test_a_changed_byte_is_found(self, path: Path) -> None:
        """The engine opens such a file and answers."""
        data = path.read_bytes()
        at = data.index("欧阳".encode())
        path.write_bytes(data[:at] + "上官".encode() + data[at + 6 :])
        with EmbeddedStore(path) as store:
            assert store.query("MATCH (h:Household) WHERE h.head STARTS WITH '上官' RETURN count(h) AS n").to_pylist() == [{"n": 1}]
            with pytest.raises(StoreError, match=r"daohu\.lbug 已损坏"):
                store.mark()

    def test_two_readers(self, path: Path) -> None:
        with EmbeddedStore(path) as one, EmbeddedStore(path, pool=1 << 26, max_size=1 << 30) as two:
            assert one.query(COUNT) == two.query(COUNT)

    def test_deleted(self, path: Path) -> None:
        path.unlink()
        with EmbeddedStore(path) as store, pytest.raises(StoreError, match="还没有图库文件"):
            store.query(COUNT)

    @pytest.mark.parametrize("content", [b"", b"not a database" * 500], ids=["empty", "foreign"])
    def test_corrupt(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        with EmbeddedStore(path) as store, pytest.raises(StoreError, match=r"daohu\.lbug"):
            store.mark()

    def test_cut_short(self, path: Path) -> None:
        path.write_bytes(path.read_bytes()[:20_000])
        with EmbeddedStore(path) as store, pytest.raises(StoreError):
            store.mark()

    def test_left_over_side_files_do_not_reach_a_new_file(self, path: Path, edition: Edition) -> None:
        shadow = path.with_name("daohu.lbug.shadow")
        shadow.touch()
        with EmbeddedStore(path) as store:
            with pytest.raises(StoreError, match="打不开"):
                store.mark()
            store.clear()
            store.build(edition)
            assert not shadow.exists()
            assert store.query(COUNT).to_pylist() == [{"n": 5}]

    def test_the_client_would_rewrite_to_json(self, path: Path) -> None:
        with EmbeddedStore(path) as store, pytest.raises(Exception, match="to_json"):
            store.query("RETURN 'to_json($x)' AS t", {"x": 1})

    def test_one_statement(self, path: Path) -> None:
        with EmbeddedStore(path) as store, pytest.raises(Exception, match="一条语句"):
            store.query("RETURN 1 AS a; RETURN 2 AS a")

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path, edition: Edition) -> None:
        blocked = tmp_path / "file"
        blocked.touch()
        with EmbeddedStore(blocked / "daohu.lbug") as store, pytest.raises(StoreError, match="写不成"):
            store.build(edition)


class TestNeo4j:
    @pytest.fixture
    def copy(self, neo4j_server: Server, edition: Edition) -> Neo4jStore:
        with Neo4jStore(neo4j_server.address) as store:
            store.clear()
            store.build(edition)
        return Neo4jStore(neo4j_server.address)

    def test_half_loaded_is_refused(self, copy: Neo4jStore, neo4j_server: Server) -> None:
        neo4j_server.run("MATCH (e:Edition) SET e.state = 'loading'")
        with copy, pytest.raises(StoreError, match="不完整"):
            copy.query(COUNT)

    @pytest.mark.parametrize(
        "change",
        [
            "MATCH (h:Household {id: 'h1'}) DETACH DELETE h",
            "MATCH (:Person)-[c:CONTACTS]->(:Household {id: 'h3'}) DELETE c",
            "CREATE (:Person {id: 'p99'})",
            "CREATE (:Note)",
            "MATCH (a:Unit {id: 'c'}), (b:Unit {id: 't'}) CREATE (a)-[:KNOWS]->(b)",
            "MATCH (e:Edition) DELETE e",
            "CREATE (:Edition)",
        ],
    )
    def test_other_hands(self, copy: Neo4jStore, neo4j_server: Server, change: str) -> None:
        neo4j_server.run(change)
        with copy:
            mark = copy.mark()
            assert mark is not None and not mark.whole
            with pytest.raises(StoreError, match="replace"):
                copy.query(COUNT)

    def test_foreign_data_is_not_overwritten(self, neo4j_server: Server, edition: Edition) -> None:
        with Neo4jStore(neo4j_server.address) as store:
            store.clear()
            neo4j_server.run("CREATE (:Film {name: '别人的'})")
            with pytest.raises(StoreError, match="已有数据"):
                store.build(edition)
            assert neo4j_server.run("MATCH (f:Film) RETURN count(f) AS n") == [{"n": 1}]

    def test_more_rows_than_a_batch(self, neo4j_server: Server, edition: Edition) -> None:
        with Neo4jStore(neo4j_server.address, batch=2) as copy:
            copy.clear()
            copy.build(edition)
            mark = copy.mark()
        assert mark is not None and mark.whole and mark.counts == edition.counts

    def test_wrong_password(self, neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NEO4J_PASSWORD", "wrong")
        with Neo4jStore(neo4j_server.address) as store, pytest.raises(StoreError, match="NEO4J_PASSWORD"):
            store.mark()


def test_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "x")
    with open_store("bolt://127.0.0.1:1", Path()) as store, pytest.raises(StoreError, match="连不上"):
        store.mark()


def test_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    with pytest.raises(StoreError, match="NEO4J_PASSWORD"):
        open_store("neo4j://127.0.0.1:7687", Path())


@pytest.mark.parametrize("address", ["neo4j://neo4j:secret@host", "mysql://host", "embeded", "neo4j", "py2neo+embedded", "py2neo+neo4j:secret@host"])
def test_odd_addresses(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "x")
    with pytest.raises(StoreError):
        open_store(address, Path())

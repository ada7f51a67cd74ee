"""The file of a projection: built once, proved, used again, built anew where it is another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.edition import Edition
from graph.errors import EditionError, StoreError
from graph.projection import EXTRA, project, projection_path
from graph.schema import EDGE, NODE
from graph.stores.contents import source
from graph.stores.embedded import EmbeddedStore
from tests.projection.county import two_towns


def test_the_county_itself_is_the_masked_copy(towns: Edition, tmp_path: Path) -> None:
    masked = source(towns, "masked")
    with EmbeddedStore(project(towns, "c", tmp_path)) as store:
        mark = store.mark()
        assert mark is not None and mark.whole and mark.counts == masked.counts == towns.counts
        for label, column in (("Person", "name"), ("Household", "head")):
            rows = store.query(f"MATCH (n:{label}) RETURN n.id AS id, n.{column} AS name").to_pylist()
            assert {r["id"]: r["name"] for r in rows} == {r["id"]: r[column] for r in masked.node_table(label).to_pylist()}
        assert store.query("MATCH (p:Person) WHERE p.scope <> '范围内' OR p.elsewhere > 0 RETURN count(p) AS n").to_pylist() == [{"n": 0}]


def test_used_again_until_it_is_damaged_or_of_another_edition(towns: Edition, tmp_path: Path) -> None:
    path = project(towns, "v1", tmp_path)
    built = path.stat().st_mtime_ns
    assert project(towns, "v1", tmp_path) == path == projection_path(tmp_path, "v1") and path.stat().st_mtime_ns == built
    path.write_bytes(path.read_bytes()[:20_000])
    assert require_mark(project(towns, "v1", tmp_path)) == f"{towns.id} v1 投影1"
    book = two_towns()
    book.person("more", name="郑十")
    later = book.edition(tmp_path / "next")
    assert require_mark(project(later, "v1", tmp_path)) == f"{later.id} v1 投影1"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["next", path.name, f"{path.name}.lock", f"{path.name}.sha256"])


def require_mark(path: Path) -> str:
    with EmbeddedStore(path) as store:
        mark = store.mark()
    assert mark is not None and mark.whole and mark.names == "masked"
    return mark.id


def test_what_it_refuses(towns: Edition, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="没有单元"):
        project(towns, "nowhere", tmp_path)
    book = two_towns()
    damaged = book.edition(tmp_path / "damaged")
    (damaged.folder / "nodes" / "Person.parquet").write_bytes(b"")
    with pytest.raises(EditionError, match=r"Person\.parquet"):
        project(damaged, "v1", tmp_path)
    assert not projection_path(tmp_path, "v1").exists()
    book = two_towns()
    book.person("v1/王小二", name="王小二")
    book.lives("v1/王小二", "h1")
    with pytest.raises(StoreError, match="里有姓名"):
        project(book.edition(tmp_path / "named"), "v1", tmp_path)


def test_extra_names_are_new() -> None:
    columns = {kind: {p.name for p in (NODE | EDGE)[kind].columns} for kind in EXTRA}
    assert all(not columns[kind] & {p.name for p in extra} for kind, extra in EXTRA.items())
    assert all(p.meaning for extra in EXTRA.values() for p in extra)

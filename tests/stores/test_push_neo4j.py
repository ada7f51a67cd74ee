"""A server goes from any edition to any other, exactly, however it is interrupted."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from graph.difference import Step, difference
from graph.edition import Edition
from graph.errors import StoreError
from graph.store import EditionMark
from graph.stores.contents import Source
from graph.stores.neo4j import Neo4jStore, moving
from graph.stores.neo4j.link import Run
from tests.neo4j_server.server import Server
from tests.stores.moves import changed, drawn, finder, rows_of, rows_on, written

COUNT = "MATCH (h:Household) RETURN count(h) AS n"
BATCH = 8


class Stopped(Exception):  # noqa: N818  not an error: the end of a process
    """The process ends here."""


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, Edition, Edition]:
    dice = random.Random(3)
    folder = tmp_path_factory.mktemp("editions")
    first = drawn(dice)
    second = changed(dice, first)
    one, two, three = (written(folder, c) for c in (first, second, changed(dice, second)))
    return one, two, three


def holds(server: Server, edition: Edition, *, masked: bool = True) -> None:
    """The server holds exactly the edition, and says so."""
    assert rows_on(server) == rows_of(Source(edition, masked))
    with Neo4jStore(server.address) as store:
        assert store.mark() == EditionMark(edition.id, whole=True, counts=edition.counts, names="masked" if masked else "plain")
        assert store.query(COUNT)["n"].to_pylist() == [edition.counts["Household"]]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("names", ["masked", "plain"])
def test_by_difference_exactly(server: Server, tmp_path: Path, seed: int, names: str) -> None:
    dice = random.Random(100 + seed)
    contents, editions = drawn(dice), []
    for _ in range(3):
        editions.append(written(tmp_path, contents))
        contents = changed(dice, contents)
    find = finder(*editions)
    with Neo4jStore(server.address, batch=BATCH) as store:
        for edition in (*editions, editions[0]):
            store.bring(edition, names=names, find=find)
            holds(server, edition, masked=names == "masked")


def test_again_is_nothing(server: Server, three: tuple[Edition, ...]) -> None:
    one, two, _ = three
    with Neo4jStore(server.address) as store:
        assert store.bring(one) == "已全部写入"
        assert store.bring(two, find=finder(one, two)) == "已按差异更新"
        before = server.run("MATCH (e:Edition) RETURN properties(e) AS p")
        assert store.bring(two, find=finder(one, two)) == "副本已是这一版，没有改动"
        assert server.run("MATCH (e:Edition) RETURN properties(e) AS p") == before
        assert store.bring(two, find=finder(two), complete=True) == "副本已是这一版，没有改动，内容逐行核对无误"
    holds(server, two)


@pytest.mark.parametrize("inside", [False, True], ids=["between transactions", "inside one"])
@pytest.mark.parametrize("full", [False, True], ids=["difference", "full load"])
def test_interrupted_at_every_step(server: Server, three: tuple[Edition, ...], full: bool, inside: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, _ = three
    find = finder(one, two)
    steps = difference(None if full else Source(one, True), Source(two, True), BATCH).steps
    assert len(steps) > 5
    real_step, real_apply = moving.one_step, moving._apply
    stops = range(len(steps)) if os.environ.get("DAOHU_FAULT_MOMENTS") else sorted({*range(0, len(steps), 4), len(steps) - 1})  # a few with every run
    for stop in stops:

        def step_until(connection: object, fingerprint: str, number: int, step: Step, stop: int = stop) -> None:
            if number == stop:
                raise Stopped
            real_step(connection, fingerprint, number, step)  # type: ignore[arg-type]

        def apply_until(run: Run, step: Step, address: str, stopped: Step = steps[stop]) -> None:
            real_apply(run, step, address)
            if (step.kind, step.key, step.gone, step.rows) == (stopped.kind, stopped.key, stopped.gone, stopped.rows):
                raise Stopped

        with Neo4jStore(server.address, batch=BATCH) as store:
            store.clear()
            if not full:
                store.bring(one)
            with monkeypatch.context() as patch:
                patch.setattr(moving, "_apply", apply_until) if inside else patch.setattr(moving, "one_step", step_until)
                with pytest.raises(Stopped):
                    store.bring(two, find=find)
            assert server.run("MATCH (e:Edition) RETURN e.step AS s") == [{"s": stop}]
        with Neo4jStore(server.address) as refused:
            mark = refused.mark()
            assert mark is not None and not mark.whole and mark.target == two.id
            with pytest.raises(StoreError, match="没有完成"):
                refused.query(COUNT)
        # Another batch size now: the move goes on by that of its beginning.
        with Neo4jStore(server.address, batch=1000) as store:
            assert store.bring(two, find=find) == "已接着完成上次中断的推送"
        assert rows_on(server) == rows_of(Source(two, True))
    holds(server, two)


def test_an_answer_that_was_lost_is_not_done_twice(server: Server, three: tuple[Edition, ...]) -> None:
    one, two, _ = three
    with Neo4jStore(server.address, batch=BATCH) as store:
        store.bring(one)
        plan = difference(Source(one, True), Source(two, True), BATCH)
        store._connection.run("MATCH (e:Edition) SET e.fingerprint = $f, e.step = 0", {"f": plan.fingerprint})
        for number, step in enumerate(plan.steps):
            for _ in range(2):
                moving.one_step(store._connection, plan.fingerprint, number, step)
        with pytest.raises(StoreError, match="另有一次推送"):
            moving.one_step(store._connection, plan.fingerprint, len(plan.steps) + 1, plan.steps[0])
    assert rows_on(server) == rows_of(Source(two, True))


def interrupted(server: Server, base: Edition, target: Edition, monkeypatch: pytest.MonkeyPatch, at: int = 2) -> None:
    """A server on the way between two editions."""
    real = moving.one_step

    def stop(connection: object, fingerprint: str, number: int, step: Step) -> None:
        if number == at:
            raise Stopped
        real(connection, fingerprint, number, step)  # type: ignore[arg-type]

    with Neo4jStore(server.address, batch=BATCH) as store, monkeypatch.context() as patch:
        store.bring(base)
        patch.setattr(moving, "one_step", stop)
        with pytest.raises(Stopped):
            store.bring(target, find=finder(base, target))


def test_an_unfinished_move_to_an_edition_no_longer_wanted(server: Server, three: tuple[Edition, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, wanted = three
    interrupted(server, one, two, monkeypatch)
    with Neo4jStore(server.address, batch=BATCH) as store:
        store.bring(wanted, find=finder(*three))
    holds(server, wanted)
    interrupted(server, wanted, two, monkeypatch)
    with Neo4jStore(server.address, batch=BATCH) as store:
        store.bring(wanted, find=finder(*three))  # the wanted edition is the base of the unfinished move
    holds(server, wanted)


def test_an_unfinished_move_whose_editions_are_gone(server: Server, three: tuple[Edition, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, wanted = three
    interrupted(server, one, two, monkeypatch)
    with Neo4jStore(server.address) as store:
        for left in ((wanted,), (two, wanted), (one, wanted)):
            with pytest.raises(StoreError, match=r"没有完成.*--replace"):
                store.bring(wanted, find=finder(*left))
        assert store.bring(wanted, find=finder(wanted), replace=True) == "已清空并全部写入"
    holds(server, wanted)


def test_a_base_that_was_pruned(server: Server, three: tuple[Edition, ...]) -> None:
    one, two, _ = three
    with Neo4jStore(server.address) as store:
        store.bring(one)
        with pytest.raises(StoreError, match="没有这一版"):
            store.bring(two, find=finder(two))
    holds(server, one)


def test_names_of_the_other_kind(server: Server, three: tuple[Edition, ...]) -> None:
    one, two, _ = three
    with Neo4jStore(server.address) as store:
        store.bring(one)
        for edition in (one, two):
            with pytest.raises(StoreError, match=r"姓名.*--replace"):
                store.bring(edition, names="plain", find=finder(one, two))
        store.bring(two, names="plain", find=finder(one, two), replace=True)
    holds(server, two, masked=False)


def test_no_plain_name_is_ever_sent(server: Server, three: tuple[Edition, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    names = {n for e in three for label, c in (("Person", "name"), ("Household", "head")) for n in e.nodes(label)[c].to_pylist() if len(n) > 1}
    sent: list[str] = []
    real = moving._apply

    def seen(run: Run, step: Step, address: str) -> None:
        def told(text: str, parameters: object) -> list[list[object]]:
            sent.append(f"{text} {parameters}")
            return run(text, parameters)  # type: ignore[arg-type]

        real(told, step, address)

    monkeypatch.setattr(moving, "_apply", seen)
    with Neo4jStore(server.address) as store:
        for edition in three:
            store.bring(edition, find=finder(*three))
    assert sent and names and not any(name in text for name in names for text in sent)


CHANGES = {
    "a value": "MATCH (h:Household) WITH h ORDER BY h.id LIMIT 1 SET h.address = h.address + 'x'",
    "a value of the same length": "MATCH (p:Person) WITH p ORDER BY p.id LIMIT 1 SET p.sex = 'z' + substring(p.sex, 1), p.name = reverse(p.name)",
    "another type": "MATCH (u:Unit) WITH u LIMIT 1 SET u.level = toString(u.level)",
    "a date as text": "MATCH (u:Unit) WITH u LIMIT 1 SET u.since = toString(u.since)",
    "a property more": "MATCH (u:Unit) WITH u LIMIT 1 SET u.note = 'x'",
    "a property less": "MATCH (u:Unit) WITH u LIMIT 1 REMOVE u.kind",
    "an edge turned": "MATCH (a:Person)-[r:CONTACTS]->(b:Household) WITH a, b, r LIMIT 1 MATCH (c:Household) WHERE c <> b WITH a, c, r LIMIT 1 "
    "CREATE (a)-[s:CONTACTS]->(c) SET s = properties(r) DELETE r",
    "an edge's value": "MATCH ()-[r:LIVES_IN]->() WITH r LIMIT 1 SET r.is_head = NOT r.is_head",
    "two values swapped": "MATCH (a:Unit), (b:Unit) WHERE a.id < b.id AND a.kind <> b.kind WITH a, b, a.kind AS k LIMIT 1 SET a.kind = b.kind, b.kind = k",
}


@pytest.mark.parametrize("change", CHANGES)
def test_other_hands_that_leave_the_counts(server: Server, three: tuple[Edition, ...], change: str) -> None:
    one, two, _ = three
    with Neo4jStore(server.address) as store:
        store.bring(one)
    before = rows_on(server)
    server.run(CHANGES[change])
    assert rows_on(server) != before
    with Neo4jStore(server.address) as store:
        mark = store.mark()
        assert mark is not None and not mark.whole
        with pytest.raises(StoreError, match="改过"):
            store.query(COUNT)
        for wanted in (one, two):
            with pytest.raises(StoreError, match=r"改过.*--replace"):
                store.bring(wanted, find=finder(one, two))
        store.bring(two, replace=True)
    holds(server, two)


def test_writes_that_change_nothing_are_forgiven(server: Server, three: tuple[Edition, ...]) -> None:
    one, two, _ = three
    with Neo4jStore(server.address) as store:
        store.bring(one)
        server.run("CREATE (:Note)")
        server.run("MATCH (n:Note) DELETE n")
        server.run("CREATE INDEX note_x IF NOT EXISTS FOR (n:Note) ON (n.x)")
    holds(server, one)
    with Neo4jStore(server.address) as store:
        assert "逐行核对" in store.bring(one, find=finder(one))  # and is stamped anew, so that the next look is quick
        stamp = server.run("MATCH (e:Edition) RETURN e.stamp AS s")[0]["s"]
        assert stamp == store._stamp_now()
        store.bring(two, find=finder(one, two))
    server.run("DROP INDEX note_x")
    holds(server, two)


def test_changed_while_a_push_lay_idle(server: Server, three: tuple[Edition, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, _ = three
    interrupted(server, one, two, monkeypatch)
    server.run("MATCH (u:Unit) WITH u LIMIT 1 SET u.urban_rural = u.urban_rural + 'x'")
    with Neo4jStore(server.address) as store, pytest.raises(StoreError, match=r"不符：Unit.*--replace"):
        store.bring(two, find=finder(one, two))


def test_without_a_readable_bookmark(server: Server, three: tuple[Edition, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, _ = three
    monkeypatch.setattr("graph.stores.neo4j.connection.stamp_of", lambda _bookmark: None)
    with Neo4jStore(server.address) as store:
        store.bring(one)
        store.bring(two, find=finder(one, two))
        assert store.query(COUNT).num_rows == 1
    server.run(CHANGES["a value"])
    with Neo4jStore(server.address) as store, pytest.raises(StoreError, match="改过"):
        store.query(COUNT)


def test_more_rows_than_a_page(server: Server, three: tuple[Edition, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.stores.neo4j.proving.PAGE", 4)
    with Neo4jStore(server.address) as store:
        store.bring(three[0])
        store.bring(three[0], find=finder(three[0]), complete=True)
    server.run(CHANGES["an edge's value"])
    with Neo4jStore(server.address) as store, pytest.raises(StoreError, match="改过"):
        store.query(COUNT)


def test_a_mark_of_another_kind(server: Server, three: tuple[Edition, ...]) -> None:
    with Neo4jStore(server.address) as store:
        store.bring(three[0])
        server.run("MATCH (e:Edition) REMOVE e.sums")
        with pytest.raises(StoreError, match=r"标记已损坏.*--replace"):
            store.bring(three[0], find=finder(three[0]))
        server.run("MATCH (n) DETACH DELETE n")
        server.run("CREATE (:Film)")
        with pytest.raises(StoreError, match=r"不是到户的数据.*--replace"):
            store.bring(three[0])

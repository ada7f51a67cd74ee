"""Whatever a query does, it ends: at the clock, at its memory, with its process, with its caller; and nothing of it is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.errors import DaohuError, LimitError
from graph.running import LEAST_MEMORY, Limits, Target, stream
from tests.neo4j_server.server import Server
from tests.running.test_rows import rows

ROOT = Path(__file__).parent.parent.parent
RUNAWAY = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b UNWIND range(1, 100000) AS c WITH a + b * c AS n WHERE n = 7 RETURN count(n) AS n"
NESTED = "RETURN " + "CASE WHEN 1 = 1 THEN " * 30 + "1" + " ELSE 0 END" * 30 + " AS n"
linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")


def workers() -> dict[int, bytes]:
    """Every worker of this process, and every orphan: its number and environment. Beside us others may run tests of their own."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
            if b"graph.running.worker" in (folder / "cmdline").read_bytes() and parent in (1, os.getpid()):
                found[int(folder.name)] = (folder / "environ").read_bytes()
        except OSError:
            continue
    return found


@contextmanager
def nothing_left() -> Iterator[None]:
    """No worker that was not there before."""
    before = set(workers())
    yield
    deadline = time.monotonic() + 10
    while (left := set(workers()) - before) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left


@linux
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(RUNAWAY, id="cartesian"),
        pytest.param(NESTED, id="planning"),
        pytest.param("RETURN levenshtein(lpad('a', 90000, 'b'), lpad('c', 90000, 'd')) AS n", id="one long call"),
        pytest.param("MATCH (a), (b), (c), (d), (e), (f), (g) RETURN a.id AS a, b.id AS b, c.id AS c, d.id AS d", id="many rows"),
    ],
)
def test_time(file: Path, text: str) -> None:
    began = time.monotonic()
    # On a fast machine the many rows fill the memory within the second.
    with nothing_left(), pytest.raises(LimitError, match=r"超过 1 秒|内存"):
        rows(Target(file), text, seconds=1)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("RETURN size(range(1, 2000000000)) AS n", id="range"),
        pytest.param("RETURN size(lpad('a', 2000000000, 'b')) AS n", id="lpad"),
        pytest.param("UNWIND range(1, 4000000) AS a WITH collect([a, a, a, a, a, a, a, a, a, a]) AS l RETURN size(l) AS n", id="collect"),
    ],
)
def test_memory(file: Path, text: str) -> None:
    with pytest.raises(LimitError, match="内存"):
        rows(Target(file), text, seconds=30, memory=LEAST_MEMORY)


def test_a_crash_is_a_sentence(file: Path) -> None:
    """It ends the engine's process (measured); the guard does not let it through."""
    with nothing_left(), pytest.raises(DaohuError) as said:
        rows(Target(file), "CALL read_npy('x') RETURN *", seconds=20)
    assert "请" in str(said.value)


def test_nothing_is_written(file: Path, tmp_path: Path) -> None:
    """What the guard keeps away: a worker writes no contents, and nothing beside the file, which stays readable."""
    before = {p.name: p.stat().st_mtime_ns for p in file.parent.iterdir()}
    for text in ("CHECKPOINT", f"COPY (UNWIND range(1, 1000) AS a RETURN a) TO '{tmp_path / 'out.csv'}'"):
        with pytest.raises(DaohuError):
            rows(Target(file), text, seconds=10)
    assert sum(p.stat().st_size for p in tmp_path.iterdir()) == 0
    assert {p.name: p.stat().st_mtime_ns for p in file.parent.iterdir()} == before
    assert rows(Target(file), "MATCH (u:Unit) RETURN count(u) AS n")[0].to_pylist() == [{"n": 10}]


@linux
def test_a_worker_knows_no_secrets(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAOHU_TEST_TOKEN", "secret-7")
    monkeypatch.setenv("NEO4J_PASSWORD", "secret-8")
    before = set(workers())
    with stream(Target(file), RUNAWAY, {}, Limits(seconds=5)):
        time.sleep(0.3)
        mine = [about for number, about in workers().items() if number not in before]
    assert mine
    assert not [about for about in mine if b"secret" in about]


@linux
def test_it_ends_with_its_caller(file: Path) -> None:
    code = f"""
from pathlib import Path
from graph.running import *
with stream(Target(Path({str(file)!r})), {RUNAWAY!r}, {{}}, Limits(seconds=60)) as found:
    print("begun", flush=True)
    list(found)
"""
    with nothing_left():
        caller = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert caller.stdout is not None
        assert caller.stdout.readline() == "begun\n"
        time.sleep(0.8)
        os.kill(caller.pid, signal.SIGKILL)
        caller.wait()
        caller.stdout.close()


@linux
def test_whoever_stops_taking_ends_it(file: Path) -> None:
    with nothing_left(), stream(Target(file), "MATCH (a), (b), (c), (d) RETURN a.id AS a, b.id AS b", {}, Limits()) as found:
        assert next(iter(found)).num_rows


@linux
def test_a_runaway_query_is_gone_from_neo4j(served: Target, neo4j_server: Server) -> None:
    with nothing_left(), pytest.raises(LimitError):
        rows(served, RUNAWAY, seconds=1)
    require_gone(neo4j_server)


def test_a_query_that_nobody_waits_for_is_gone_from_neo4j(served: Target, neo4j_server: Server) -> None:
    with stream(served, RUNAWAY, {}, Limits(seconds=60)):
        deadline = time.monotonic() + 20
        while not (running := transactions(neo4j_server)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert running
    require_gone(neo4j_server)


def test_planning_without_end_on_neo4j(served: Target) -> None:
    """Timeouts of the server do not hold while it parses; the client is gone all the same."""
    began = time.monotonic()
    with pytest.raises(LimitError):
        rows(served, " UNION ".join(f"RETURN {i} AS n" for i in range(1500)), seconds=1)
    assert time.monotonic() - began < 15


def test_a_copy_on_neo4j_that_others_wrote_to(served: Target, neo4j_server: Server) -> None:
    """It is answered with a warning: reading the whole copy back for every question would take minutes."""
    neo4j_server.run("CREATE INDEX other IF NOT EXISTS FOR (u:Unit) ON (u.kind)")
    with stream(served, "MATCH (u:Unit) RETURN count(u) AS n", {}, Limits()) as found:
        assert [batch.to_pylist() for batch in found] == [[{"n": 10}]]
    assert "没有逐行核对" in found.warning
    neo4j_server.run("DROP INDEX other")


def require_gone(server: Server) -> None:
    """Within some seconds the runaway query is not the server's any more."""
    deadline = time.monotonic() + 20
    while (left := transactions(server)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left


def transactions(server: Server) -> list[object]:
    return [row for row in server.run("SHOW TRANSACTIONS YIELD currentQuery, status") if "100000" in str(row["currentQuery"])]

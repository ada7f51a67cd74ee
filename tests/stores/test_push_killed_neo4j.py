"""Pushes that are killed at moments drawn by a seed, and the command that is run again; copies that are refused."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.app import app
from graph.edition import Edition, read_edition
from graph.register import Register, create
from graph.stores.contents import Source
from tests.neo4j_server.server import Server
from tests.stores.conftest import village
from tests.stores.moves import changed, drawn, rows_of, rows_on, written

SEED, MOMENTS = 2024, 4
_CHILD = """
import sys
from pathlib import Path
from graph.edition import read_edition
from graph.stores.neo4j import Neo4jStore
address, *folders = sys.argv[1:]
editions = [read_edition(Path(f)) for f in folders]
with Neo4jStore(address, batch=4) as store:
    store.mark()
    print("begun", flush=True)
    store.bring(editions[-1], find={e.id: e for e in editions}.get)
    print("done", flush=True)
"""

Run = Callable[..., Result]


def pushed(server: Server, editions: list[Edition], kill_after: float | None = None) -> float:
    """Push in a process of its own, to be killed that long after it began; the seconds that it took."""
    command = [sys.executable, "-c", _CHILD, server.address, *(str(e.folder) for e in editions)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None and process.stdout.readline() == "begun\n"
        start = time.perf_counter()
        if kill_after is not None:
            time.sleep(kill_after)
            process.kill()
        else:
            assert process.stdout.readline() == "done\n"
        process.wait()
        return time.perf_counter() - start


def test_killed_at_any_moment(server: Server, tmp_path: Path) -> None:
    dice = random.Random(SEED)
    first = drawn(dice)
    editions = [written(tmp_path, c) for c in (first, changed(dice, first))]
    pushed(server, editions[:1])
    took = pushed(server, editions)
    states = []
    for moment in range(MOMENTS):
        editions.reverse()
        pushed(server, editions, dice.uniform(0, took))
        states.append(server.run("MATCH (e:Edition) RETURN e.state AS s, e.step AS n")[0])
        if moment % 2:
            pushed(server, editions, dice.uniform(0, took))  # and once more while it goes on
        pushed(server, editions)
        assert rows_on(server) == rows_of(Source(editions[-1], True)), states
    assert len(states) == MOMENTS


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """A register of two editions, the second of them current."""
    made = create(tmp_path / "登记库")
    contents = village()
    contents.about |= {"scheme": "zhijiang", "as_of": "2024-06-30"}
    written(made.folder / "editions", contents)
    contents.nodes["Household"] = contents.nodes["Household"].slice(0, 4)
    contents.edges = {
        k: t.filter([i != "h5" and j != "h5" for i, j in zip(t["from"].to_pylist(), t["to"].to_pylist(), strict=True)]) for k, t in contents.edges.items()
    }
    written(made.folder / "editions", contents)
    made.make_current(1)
    return made


@pytest.fixture
def run(server: Server) -> Run:
    def command(*words: object) -> Result:
        return CliRunner().invoke(app, [str(w) for w in words])

    return command


def test_the_command(server: Server, register: Register, run: Run) -> None:
    push = ("push", "--register", register.folder, "--store", server.address)
    assert "全部写入" in run(*push).output
    assert "没有改动" in run(*push).output
    register.make_current(2)
    assert "按差异更新" in run(*push).output
    assert rows_on(server) == rows_of(Source(register.edition(2), True))
    told = run(*push, "--verify")
    assert told.exit_code == 0 and "逐行核对" in told.output
    plain = run(*push, "--names", "plain")
    assert plain.exit_code == 2 and "--replace" in plain.output
    assert run(*push, "--names", "plain", "--replace").exit_code == 0
    assert rows_on(server) == rows_of(Source(register.edition(2), False))
    wrong = run("push", "--register", register.folder, "--store", "embedded")
    assert wrong.exit_code == 2 and "不用推送" in wrong.output


@pytest.mark.parametrize("what", ["unfinished", "changed"])
def test_audit_refuses_and_query_says_so(server: Server, register: Register, run: Run, tmp_path: Path, what: str) -> None:
    push = ("push", "--register", register.folder, "--store", server.address)
    query = ("query", "units", "--param", "as_of=2024-06-30", "--store", server.address, "--format", "json")
    audit = ("audit", "--register", register.folder, "--store", server.address, "--out", tmp_path / "out")
    assert run(*push).exit_code == 0
    asked = run(*query)
    assert asked.exit_code == 0 and json.loads(asked.output)
    server.run(
        {"unfinished": "MATCH (e:Edition) SET e.state = 'moving', e.target = 'x'", "changed": "MATCH (h:Household {id: 'h1'}) SET h.counted = false"}[what]
    )
    code, said = {"unfinished": (2, "没有完成"), "changed": (0, "有人在这台服务器上写过")}[what]
    asked = run(*query)  # it does not read the whole copy back: it says that others wrote
    assert asked.exit_code == code and said in asked.output, asked.output
    refused = run(*audit)
    assert refused.exit_code == 2 and "replace" in refused.output, refused.output
    assert not (tmp_path / "out").exists()
    assert run(*push).exit_code == 2 and run(*push, "--replace").exit_code == 0 and run(*query).exit_code == 0


def test_an_edition_that_is_damaged_is_no_base(server: Server, register: Register, run: Run) -> None:
    push = ("push", "--register", register.folder, "--store", server.address)
    run(*push)
    register.make_current(2)
    first = read_edition(register.path(1))
    (first.folder / "nodes" / "Unit.parquet").write_bytes(b"")
    refused = run(*push)
    assert refused.exit_code == 2 and "算不出差异" in refused.output
    assert rows_on(server)

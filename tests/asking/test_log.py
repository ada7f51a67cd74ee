"""Every question is in the log, whatever became of it, also when many ask at once; nobody else can read it."""

from __future__ import annotations

import json
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.asking import County, Limits, open_county
from api.asking.log import Entry, home, noted
from graph.errors import DaohuError, LimitError, OutputError, RefusedError


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_became_of_questions(county: County) -> None:
    before = len(lines(county.log)) if county.log.exists() else 0
    county.ask("household_evidence", household="h1")
    with pytest.raises(RefusedError):
        county.cypher("MATCH (u:Unit) SET u.name = 'x'")
    county.cypher("MATCH (u:Unit) WHERE u.level > $n RETURN u.id AS id", {"n": 1}, Limits(rows=1))
    with pytest.raises(LimitError):
        county.cypher("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a * b AS n WHERE n = 7 RETURN count(n) AS n", limits=Limits(seconds=1))
    with pytest.raises(DaohuError):
        county.ask("household_evidence", household="nobody")
    done, refused, cut, late, wrong = lines(county.log)[before:]
    assert (done["name"], done["outcome"], done["rows"], done["user"], done["engine"]) == ("household_evidence", "done", 4, "测试员", "embedded")
    assert done["parameters"] == {"household": "h1", "as_of": "2024-06-30"}
    assert (refused["outcome"], refused["rows"], refused["text"]) == ("refused", 0, "MATCH (u:Unit) SET u.name = 'x'")
    assert (cut["outcome"], cut["rows"], cut["parameters"]) == ("cut", 1, {"n": 1})
    assert late["outcome"] == "time"
    assert float(str(late["seconds"])) >= 1
    assert (wrong["outcome"], wrong["parameters"]) == ("error", {"household": "nobody"})
    assert "没有户" in str(wrong["said"])


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_its_owner_reads_it(county: County, register: Path) -> None:
    county.ask("household_evidence", household="h1")
    assert stat.S_IMODE(county.log.stat().st_mode) == 0o600
    county.log.chmod(0o644)
    open_county(register)
    assert stat.S_IMODE(county.log.stat().st_mode) == 0o600


def test_many_at_once(tmp_path: Path) -> None:
    log = tmp_path / "state" / "queries.jsonl"

    def ask(number: int) -> None:
        with noted(log, Entry("甲", "neo4j", "x", text="长" * 20_000, parameters={"n": number})) as entry:
            entry.outcome = "done"

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(40)))
    assert {line["parameters"]["n"] for line in lines(log)} == set(range(40))  # type: ignore[index]
    assert len(lines(log)) == 40


def test_interrupted(tmp_path: Path) -> None:
    log = tmp_path / "queries.jsonl"
    with pytest.raises(KeyboardInterrupt), noted(log, Entry("甲", "embedded", "x", name="q")):
        raise KeyboardInterrupt
    assert lines(log)[0]["outcome"] == "interrupted"


def test_without_a_log_there_is_no_question(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"查询日志.*写不了"), noted(tmp_path / "file" / "queries.jsonl", Entry("甲", "embedded", "x")):
        raise AssertionError


def test_where_servers_questions_are_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAOHU_LOG", str(tmp_path / "log.jsonl"))
    assert home() == tmp_path / "log.jsonl"
    assert open_county(store="bolt://127.0.0.1:9", user="甲").log == tmp_path / "log.jsonl"
    monkeypatch.delenv("DAOHU_LOG")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert home() == tmp_path / "daohu" / "queries.jsonl"
    assert os.environ.get("DAOHU_LOG") is None

"""daohu systems: all 102, with their checks or what they need; a scheme's selection; a register's results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from graph.catalogue import catalogue
from graph.scheme import read_scheme
from tests.cli.running import daohu, require_sentence

WIDTH = 120


def told(*arguments: object) -> list[dict[str, Any]]:
    said = daohu("systems", "--format", "json", *arguments)
    assert said.code == 0, said.err
    found: list[dict[str, Any]] = json.loads(said.out)
    assert [e["code"] for e in found] == [s.code for s in catalogue()]
    return found


def test_every_system_has_checks_or_what_it_needs() -> None:
    for entry in told():
        assert entry["name"]
        assert entry["documents"]
        assert entry["checks"] or (entry["reason"] and entry["needs"]), entry["code"]
        assert all(c["id"].startswith(f"{entry['code']}.") and c["title"] for c in entry["checks"])
        assert "selected" not in entry


def test_the_checks_of_all_schemes_are_told() -> None:
    ids = {c["id"] for e in told() for c in e["checks"]}
    assert ids >= {c.id for name in ("zhijiang", "enyang", "yangzhou", "xinyang") for c in read_scheme(name).checks}
    assert ids >= {str(c["id"]) for s in catalogue() for c in s.checks}


def test_a_scheme_says_what_it_selects() -> None:
    entries = {e["code"]: e for e in told("--scheme", "enyang")}
    assert entries["C8"]["selected"]
    assert not entries["C6"]["selected"]
    assert entries["C6"]["checks"], "a system left out is still told"
    assert [c["id"] for c in entries["A1"]["checks"]] == ["A1.claim"]
    assert entries["A3"]["checks"][0]["ledgers"] == ["党组织", "网格", "好邻居"]


def test_norms_keep_their_qualifiers() -> None:
    entry = next(e for e in told() if e["code"] == "C8")
    assert {"what": "每名联系户数", "value": "10", "qualifier": "左右", "source": "S1"} in entry["norms"]


@pytest.mark.parametrize("arguments", [(), ("--scheme", "xinyang")])
def test_the_table_is_readable(arguments: tuple[str, ...]) -> None:
    said = daohu("systems", *arguments)
    assert said.code == 0
    assert all(code.code in said.out for code in catalogue())
    assert "共 102 个体系" in said.out
    bars = [line for line in said.out.splitlines() if line[:1] in "│┃"]
    assert {cell_len(line) for line in bars} == {WIDTH}
    assert "…" not in "".join(bars), "a cell was cut"


def test_wrong_words_are_refused() -> None:
    require_sentence(daohu("systems", "--format", "xml"), "--format 只能是 table、json")
    require_sentence(daohu("systems", "--scheme", "zhijang"), "没有方案“zhijang”")


def test_a_register_gives_results_or_what_is_missing(ledgers: Path, tmp_path: Path) -> None:
    assert daohu("load", ledgers, "--register", tmp_path / "库", "--yes").code == 0
    entries = {e["code"]: e for e in told("--register", tmp_path / "库")}
    reach = next(c for c in entries["C6"]["checks"] if c["id"] == "C6.reach")
    assert reach["result"] == {"of": 3, "met": 1, "gap": 1, "unknown": 1}
    assert reach["missing"] == []
    other = next(c for c in entries["G1"]["checks"] if c["id"] == "G1.reach")
    assert other["result"]["unknown"] == 3
    assert other["missing"] == ["两代表一委员"]
    assert "result" not in entries["C8"]["checks"][0], "not of this scheme"
    said = daohu("systems", "--register", tmp_path / "库")
    last = "".join(line.split("│")[-2].strip() for line in said.out.splitlines() if line[:1] == "│")
    assert "C6.reach 联户长联系户：应 3，覆盖 1，缺口 1，待核实 1".replace(" ", "") in last.replace(" ", "")
    assert "缺台账两代表一委员" in last.replace(" ", "")

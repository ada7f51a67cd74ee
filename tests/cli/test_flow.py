"""From ledgers to results through the command line, as people do it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.running import CONTACTS, DONE, FAILED, REFUSED_ROWS, daohu, installed, listing, require_sentence, table, write

RESULT = {
    *("coverage.csv", "gaps.csv", "problems.csv", "load.csv", "delivery.csv", "claims.csv", "evidence.csv", "grids.csv", "summary.json"),
    *("report.xlsx", "report.html", "towns", "villages"),
}  # fmt: skip


def met(out: Path, check: str, level: int = 1) -> tuple[int, int, int, int]:
    """(of, met, gap, unknown) of a check for the county."""
    row = next(r for r in table(out / "coverage.csv") if r["check"] == check and r["level"] == str(level))
    return int(row["of"]), int(row["met"]), int(row["gap"]), int(row["unknown"])


def test_demo_then_audit(tmp_path: Path) -> None:
    """The installed command, in a folder of its own: demo, audit, and again."""
    assert installed("demo", "演示", "--households", 300, cwd=tmp_path).code == DONE
    first = installed("audit", "演示", "--out", "审计结果", cwd=tmp_path)
    assert first.code == REFUSED_ROWS, first
    assert first.err == ""
    assert "有台账行未采用" in first.out
    assert listing(tmp_path) == {"演示", "审计结果"}
    assert listing(tmp_path / "审计结果") == RESULT
    assert sum(int(r["rejected"]) for r in table(tmp_path / "审计结果" / "load.csv")) > 0
    second = installed("audit", "演示", "--out", "审计结果", cwd=tmp_path)
    assert second.code == REFUSED_ROWS
    assert listing(tmp_path) == {"演示", "审计结果", "审计结果-上次"}
    assert (tmp_path / "审计结果" / "coverage.csv").read_bytes() == (tmp_path / "审计结果-上次" / "coverage.csv").read_bytes()


def test_the_same_seed_makes_the_same_ledgers(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert daohu("demo", tmp_path / name, "--households", 300, "--seed", 7).code == DONE
    one, other = ({p.name: p.read_bytes() for p in (tmp_path / n).glob("*.csv")} for n in "ab")
    assert one
    assert one == other


def test_without_a_fault_it_ends_with_0(tmp_path: Path, ledgers: Path) -> None:
    said = daohu("audit", ledgers, "--out", tmp_path / "out")
    assert said.code == DONE, said
    # 1001 is contacted, 1002 was until 2024-01-01, and 银山村 has delivered nothing.
    assert met(tmp_path / "out", "C6.reach") == (3, 1, 1, 1)
    assert {(r["subject_code"], r["state"], r["reason"]) for r in table(tmp_path / "out" / "gaps.csv") if r["check"] == "C6.reach"} == {
        ("1002", "gap", "ended"),
        ("1003", "unknown", "not_delivered"),
    }


def test_as_of(tmp_path: Path, ledgers: Path) -> None:
    assert daohu("audit", ledgers, "--out", tmp_path / "out", "--as-of", "2023-12-31").code == DONE
    assert met(tmp_path / "out", "C6.reach") == (3, 2, 0, 1)
    assert json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["as_of"] == "2023-12-31"


def test_the_embedded_store_by_name(tmp_path: Path, ledgers: Path) -> None:
    assert daohu("audit", ledgers, "--out", tmp_path / "out", "--store", "embedded", "--scheme", "zhijiang").code == DONE
    assert json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["store"] == "embedded"


def test_several_files_are_ledgers_too(tmp_path: Path, ledgers: Path) -> None:
    said = daohu("audit", *sorted(ledgers.glob("*.csv")), "--scheme", "zhijiang", "--as-of", "2024-06-30", "--out", tmp_path / "out")
    assert said.code == DONE, said
    assert met(tmp_path / "out", "C6.reach") == (3, 1, 1, 1)


def test_an_own_scheme(tmp_path: Path, ledgers: Path) -> None:
    scheme = tmp_path / "本县.toml"
    scheme.write_text('title = "本县方案"\n[[checks]]\nid = "C6.reach"\ntitle = "联户长"\nledger = "联户长"\nmechanisms = ["联户长"]\n', encoding="utf-8")
    assert daohu("audit", ledgers, "--out", tmp_path / "out", "--scheme", scheme).code == DONE
    assert {r["check"] for r in table(tmp_path / "out" / "coverage.csv")} == {"C6.reach"}


def test_check_only_looks_at_the_ledgers(tmp_path: Path, ledgers: Path) -> None:
    write(ledgers / "联户长台账.csv", [*CONTACTS, ("青山镇", "金山村", "张大", "9999", "", "", "")])
    said = daohu("check", ledgers, "--out", tmp_path / "out")
    assert said.code == REFUSED_ROWS
    assert {"problems.csv", "load.csv"} <= listing(tmp_path / "out")
    problem = table(tmp_path / "out" / "problems.csv")[0]
    assert (problem["file"], problem["row"], problem["code"]) == ("联户长台账.csv", "4", "household_unknown")


def test_a_register(tmp_path: Path, ledgers: Path) -> None:
    register = tmp_path / "登记库"
    assert daohu("load", ledgers, "--register", register, "--yes").code == DONE
    write(ledgers / "联户长台账.csv", [*CONTACTS, ("青山镇", "银山村", "王三", "1003", "王三", "2024-01-01", "")])
    assert daohu("load", ledgers, "--register", register, "--yes").code == DONE
    listed = daohu("editions", "list", "--register", register).out.splitlines()
    assert [line[:7] for line in listed] == ["  第 1 版", "→ 第 2 版"]
    assert daohu("audit", "--register", register, "--out", tmp_path / "new").code == DONE
    assert met(tmp_path / "new", "C6.reach") == (3, 2, 1, 0)
    assert daohu("audit", "--register", register, "--edition", 1, "--out", tmp_path / "old").code == DONE
    assert met(tmp_path / "old", "C6.reach") == (3, 1, 1, 1)
    assert "→ 第 1 版" in daohu("editions", "rollback", 1, "--register", register).out
    assert daohu("audit", "--register", register, "--out", tmp_path / "back").code == DONE
    assert met(tmp_path / "back", "C6.reach") == (3, 1, 1, 1)


def test_a_register_and_a_folder_give_the_same(tmp_path: Path, county: Path) -> None:
    register = tmp_path / "登记库"
    assert daohu("load", county, "--register", register, "--yes").code == REFUSED_ROWS
    assert daohu("audit", "--register", register, "--out", tmp_path / "a").code == REFUSED_ROWS
    assert daohu("audit", county, "--out", tmp_path / "b").code == REFUSED_ROWS
    figures = ("check", "unit_path", "of", "met", "gap", "unknown")
    one, other = ([[r[c] for c in figures] for r in table(tmp_path / n / "coverage.csv")] for n in "ab")
    assert one == other


def test_load_asks_before_it_makes_an_edition_current(tmp_path: Path, ledgers: Path) -> None:
    assert installed("load", "台账", "--register", "库", cwd=tmp_path, given="n\n").code == FAILED
    unanswered = installed("load", "台账", "--register", "库", cwd=tmp_path)
    assert unanswered.code == FAILED
    assert "未设为当前" in unanswered.out
    require_sentence(daohu("audit", "--register", tmp_path / "库", "--out", tmp_path / "out"), "还没有当前版次")
    assert installed("load", "台账", "--register", "库", cwd=tmp_path, given="y\n").code == DONE
    assert listing(ledgers) == {"村组名册.csv", "户籍人口台账.csv", "联户长台账.csv", "daohu.toml"}


def test_queries(tmp_path: Path, ledgers: Path) -> None:
    listed = daohu("query", "--list")
    assert listed.code == DONE
    assert "households(" in listed.out
    daohu("load", ledgers, "--register", tmp_path / "库", "--yes")
    as_csv = installed("query", "units", "--register", "库", "--format", "csv", cwd=tmp_path)
    assert as_csv.code == DONE
    assert as_csv.out.splitlines()[0].startswith("id,code,name")
    assert "金山村" in as_csv.out
    as_json = installed("query", "units", "--register", "库", "--format", "json", cwd=tmp_path)
    assert {u["name"] for u in json.loads(as_json.out)} >= {"金山村", "银山村"}
    shown = daohu("query", "units", "--register", tmp_path / "库", "--limit", 2)
    assert "只显示前 2 行" in shown.out


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["nope"], ["没有叫 nope 的查询"]),
        ([""], ["请写查询名"]),
        (["units", "--param", "a=1"], ["没有 a"]),
        (["units", "--format", "xml"], ["--format"]),
        (["units", "--store", "bolt://127.0.0.1:9"], ["二者选一"]),
        (["deliveries"], []),
    ],
)
def test_queries_that_cannot_run(tmp_path: Path, ledgers: Path, arguments: list[str], parts: list[str]) -> None:
    daohu("load", ledgers, "--register", tmp_path / "库", "--yes")
    said = daohu("query", *arguments, "--register", tmp_path / "库")
    if parts:
        require_sentence(said, *parts)
    else:
        assert said.code == DONE


def test_a_day_that_is_none_in_a_query(tmp_path: Path, ledgers: Path) -> None:
    daohu("load", ledgers, "--register", tmp_path / "库", "--yes")
    said = daohu("query", "contacts_who_left", "--register", tmp_path / "库", "--param", "as_of=2024-13-01")
    require_sentence(said, "2024-13-01")


def test_a_fault_of_the_program_is_not_told_as_done(tmp_path: Path, ledgers: Path) -> None:
    """Python ends with 1 after a traceback, which here would mean: done, but rows were refused."""
    code = "import sys, api.work; api.work.stage = None; sys.argv = ['daohu', 'audit', '台账', '--out', 'out']; from api.cli import main; main()"
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == FAILED
    assert "程序出错" in done.stderr
    assert listing(tmp_path) == {"台账"}
    assert ledgers.exists()

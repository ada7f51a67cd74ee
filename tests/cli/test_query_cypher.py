"""daohu query: texts of one's own, exports and limits, with the exit codes that programs read: 0, 2, 3 (the guard), 4 (a limit)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from tests.cli.running import DONE, FAILED, daohu, installed, listing, tiny

GUARDED, LIMITED = 3, 4
HOUSEHOLDS = "MATCH (h:Household) RETURN h.code AS code, h.since AS since ORDER BY code"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("query")
    ledgers = tiny(folder / "台账")
    assert daohu("load", ledgers, "--register", folder / "库", "--yes").code == DONE
    return folder / "库"


def test_a_text(register: Path) -> None:
    said = daohu(
        "query", "--cypher", "MATCH (h:Household) WHERE h.code = $c RETURN h.code AS 户号, h.head AS 户主", "--param", "c=1001", "--register", register
    )
    assert said.code == DONE
    assert "张大" in said.out
    assert "共 1 行" in said.out


def test_a_text_from_stdin_and_from_a_file(register: Path, tmp_path: Path) -> None:
    text = tmp_path / "q.cypher"
    text.write_text("\ufeff// 户\n" + HOUSEHOLDS, encoding="utf-8")
    by_file = daohu("query", "--file", text, "--register", register, "--format", "csv")
    by_pipe = installed("query", "--cypher", "-", "--register", register, "--format", "csv", cwd=tmp_path, given=HOUSEHOLDS)
    assert by_file.code == by_pipe.code == DONE
    assert by_file.out == by_pipe.out == "code,since\n1001,\n1002,\n1003,\n"


@pytest.mark.parametrize("text", ["MATCH (h:Household) DETACH DELETE h", "LOAD FROM 'x.csv' RETURN *", "RETURN 1 AS a; RETURN 2 AS b", "MATCH (h:Household"])
def test_the_guard(register: Path, text: str) -> None:
    said = daohu("query", "--cypher", text, "--register", register)
    assert (said.code, said.out) == (GUARDED, "")
    assert "第 1 行" in said.err


def test_a_table_that_is_cut(register: Path) -> None:
    said = daohu("query", "--cypher", HOUSEHOLDS, "--register", register, "--limit", 2)
    assert said.code == LIMITED
    assert "1002" in said.out
    assert "1003" not in said.out
    assert "只显示前 2 行，还有更多" in said.out
    whole = daohu("query", "--cypher", HOUSEHOLDS, "--register", register, "--limit", 3)
    assert (whole.code, "共 3 行" in whole.out) == (DONE, True)


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "arrow"])
def test_exports_are_complete_or_not_there(register: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"rows.{form}"
    if form == "xlsx":
        cut = daohu("query", "--cypher", HOUSEHOLDS, "--register", register, "--limit", 2, "--out", path)
        assert (cut.code, listing(tmp_path)) == (LIMITED, set())
        assert "没有写出" in cut.err
    done = daohu("query", "--cypher", HOUSEHOLDS, "--register", register, "--out", path)
    assert (done.code, listing(tmp_path)) == (DONE, {path.name})
    assert "共 3 行，已写到" in done.out
    assert codes(path) == ["1001", "1002", "1003"]


def codes(path: Path) -> list[object]:
    """The 户号 in a file."""
    if path.suffix == ".csv":
        return [row["code"] for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())]
    if path.suffix == ".json":
        return [row["code"] for row in json.loads(path.read_text(encoding="utf-8"))]
    if path.suffix == ".xlsx":
        return [row[0].value for row in openpyxl.load_workbook(path)["结果"].iter_rows(min_row=2)]
    with pa.OSFile(str(path), "rb") as file:
        codes: list[object] = pa.ipc.open_file(file).read_all()["code"].to_pylist()
        return codes


def test_a_cut_export_writes_nothing_to_stdout(register: Path) -> None:
    said = daohu("query", "--cypher", HOUSEHOLDS, "--register", register, "--limit", 2, "--format", "json")
    assert (said.code, said.out) == (LIMITED, "")


def test_time_and_memory(register: Path) -> None:
    late = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a * b AS n WHERE n = 7 RETURN count(n) AS n"
    said = daohu("query", "--cypher", late, "--register", register, "--timeout", 1)
    assert (said.code, said.out) == (LIMITED, "")
    assert "超过 1 秒" in said.err
    said = daohu("query", "--cypher", "UNWIND range(1, 1000000000) AS n RETURN n AS n", "--register", register, "--memory", 1024)
    assert (said.code, said.out) == (LIMITED, "")
    assert "内存" in said.err


def test_warnings_are_beside_the_rows(register: Path) -> None:
    said = daohu("query", "--cypher", "MATCH (h:Household) RETURN h.code AS code LIMIT 1", "--register", register, "--format", "csv")
    assert said.code == DONE
    assert len(said.out.splitlines()) == 2
    assert "ORDER BY" in said.err


def test_a_units_part(register: Path) -> None:
    said = daohu("query", "--cypher", "MATCH (h:Household) RETURN h.code AS code, h.head AS head ORDER BY code", "--register", register, "--unit", "银山村")
    assert said.code == DONE
    assert "王*" in said.out
    assert "1001" not in said.out


def test_explain() -> None:
    text = daohu("query", "--cypher", "MATCH (h:Household) // 户\nRETURN h.code AS code LIMIT 1", "--explain")
    assert text.code == DONE
    assert "户\n" not in text.out
    assert "ORDER BY" in text.err
    named = daohu("query", "household_evidence", "--explain")
    assert named.code == DONE
    for part in ("一户为什么算覆盖", "household: household", "必须给出", "版次的日期", "待核实：", "MATCH"):
        assert part in named.out
    assert daohu("query", "--cypher", "MATCH (h) DELETE h", "--explain").code == GUARDED


def test_explain_with_values(register: Path) -> None:
    said = daohu("query", "household_evidence", "--explain", "--register", register, "--param", "household=1001")
    assert said.code == DONE
    assert "$as_of = " in said.out


def test_the_library() -> None:
    listed = daohu("query", "--list")
    assert listed.code == DONE
    assert listed.out.index("household_evidence(") < listed.out.index("检查用的查询")
    for arguments in (("--list", "为什么算覆盖"), ("--search", "为什么算覆盖")):
        found = daohu("query", *arguments)
        assert found.code == DONE
        assert "household_evidence" in found.out.splitlines()[1]
    assert daohu("query", "--search", "zzz").code == FAILED


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("household_evidence", "--cypher", "RETURN 1 AS n"), "二者选一"),
        (("--cypher", "RETURN 1 AS n", "--file", "x"), "只能给一个"),
        (("--cypher", "RETURN 1 AS n", "--format", "xml"), "--format 只能是"),
        (("--cypher", "RETURN 1 AS n", "--out", "x.txt"), "导出只能是"),
        (("--cypher", "RETURN 1 AS n", "--out", "x.csv", "--format", "table"), "只用来显示"),
        (("--cypher", "RETURN $n AS n", "--param", "n"), "写得不对"),
        (("--cypher", "RETURN 1 AS n", "--unit", "金寸"), "没有“金寸”"),
        (("--file", "nowhere.cypher"), "找不到"),
    ],
)
def test_what_cannot_run(register: Path, arguments: tuple[str, ...], word: str) -> None:
    said = daohu("query", *arguments, "--register", register)
    assert said.code == FAILED
    assert word in said.err
    assert "Traceback" not in said.err

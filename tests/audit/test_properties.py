"""What must hold of every audit: sums, row order, loading twice, the same answer from both engines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from api.demo import make_demo
from api.work import Options, audit_ledgers
from graph.result import AuditResult
from tests.neo4j_server.server import Server


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county") / "ledgers"
    make_demo(folder, "zhijiang", 250, 7)
    return folder


@pytest.fixture(scope="module")
def result(county: Path, tmp_path_factory: pytest.TempPathFactory) -> AuditResult:
    return audit_ledgers([county], tmp_path_factory.mktemp("out") / "out").result


def test_of_is_met_and_gap_and_unknown(result: AuditResult) -> None:
    table = result.coverage
    assert (table["of"] == table["met"] + table["gap"] + table["unknown"]).all()


def test_every_gap_and_unknown_of_the_county_has_its_row(result: AuditResult) -> None:
    top = result.coverage[result.coverage["level"] == 1].set_index("check")
    rows = result.gaps.groupby(["check", "state"]).size().unstack(fill_value=0).reindex(top.index, fill_value=0)
    for state in ("gap", "unknown"):
        assert (rows.get(state, 0) == top[state]).all()


def test_rows_in_is_accounted_for(result: AuditResult) -> None:
    table = result.load
    assert (table["rows_in"] == table["loaded"] + table["rejected"] + table["duplicate"] + table["skipped"]).all()


def test_every_met_household_has_evidence(result: AuditResult) -> None:
    counted = result.evidence[(result.evidence["state"] == "met") & (result.evidence["mechanism"] == "联户长")]
    top = result.coverage[(result.coverage["level"] == 1) & (result.coverage["check"] == "C6.reach")].iloc[0]
    open_ = set(result.gaps.loc[result.gaps["check"] == "C6.reach", "subject_id"])
    assert counted["household_id"].nunique() >= top["met"]
    assert not open_ & set(counted["household_id"])
    assert (counted["row"] > 0).all()


def test_loading_twice_is_loading_once(county: Path, result: AuditResult, tmp_path: Path) -> None:
    folder = tmp_path / "twice"
    shutil.copytree(county, folder)
    for path in sorted(county.glob("*联户长台账.xlsx")) + sorted(county.glob("*户籍人口台账.csv")):
        shutil.copy(path, folder / f"{path.stem}_再报{path.suffix}")
    again = audit_ledgers([folder], tmp_path / "out").result
    pd.testing.assert_frame_equal(again.coverage, result.coverage)
    copies = again.load[again.load["file"].str.contains("_再报")]
    assert (copies["loaded"] == 0).all()
    assert copies["duplicate"].sum() > 0


def test_row_order_never_matters(county: Path, result: AuditResult, tmp_path: Path) -> None:
    folder = tmp_path / "shuffled"
    shutil.copytree(county, folder)
    path = next(folder.glob("*三室一窗台账.csv"))
    raw = path.read_bytes()
    encoding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "gb18030"
    head, *rows = raw.decode(encoding).splitlines()
    path.write_bytes("\r\n".join([head, *reversed(rows)]).encode(encoding))
    again = audit_ledgers([folder], tmp_path / "out").result
    pd.testing.assert_frame_equal(again.coverage, result.coverage)


@pytest.mark.parametrize("scheme", ["yangzhou", "xinyang"])
def test_both_engines_give_the_same_tables_neo4j(scheme: str, tmp_path: Path, neo4j_server: Server) -> None:
    """Every check of the cities' schemes (the counties' equal their truth on both engines); the embedded half is verified as always."""
    make_demo(tmp_path / "ledgers", scheme, 250, 9)
    one = audit_ledgers([tmp_path / "ledgers"], tmp_path / "one").result
    other = audit_ledgers([tmp_path / "ledgers"], tmp_path / "other", Options(store=neo4j_server.address, replace=True)).result
    for name in ("coverage", "gaps", "delivery", "claims", "problems", "evidence", "grids"):
        pd.testing.assert_frame_equal(getattr(other, name), getattr(one, name), obj=f"{scheme} {name}")
    assert other.measures == one.measures

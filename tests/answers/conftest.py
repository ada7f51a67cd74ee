"""A tiny county that is audited, whose town workbook is filled in and put beside the ledgers, and which is audited again."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from api.work import Options, audit_ledgers
from api.work import fill as fill_store
from graph.audit import audit
from graph.result import AuditResult
from graph.scheme import read_scheme
from graph.store import open_store
from loaders.settings import read_settings
from loaders.stage import stage
from tests.answers.filling import Row, fill
from tests.loaders.county import County

DAY = dt.date(2024, 6, 30)
SETTINGS = f"as_of = {DAY}\n"
SCHEME = """
title = "云溪方案"
systems = ["A1", "B4", "B11", "C6", "D3", "E8", "G1", "H1"]
[[checks]]
id = "H1.reach"
title = "覆盖每一位群众(任一联系机制)"
any_of = ["G1.reach", "C6.reach", "B11.reach"]
"""
PARTNERS = """
乡镇|村(社区)|联户长|户号|户主姓名|开始日期
青石镇|白鹭村|钱多|1001|张三|2023-01-01
青石镇|白鹭村|钱多|1002|李四|2023-01-01
青石镇|白鹭村|冯少|1002|李四|2023-02-01
"""
HEAD = "乡镇|村(社区)|{}|户号|户主姓名"
OTHERS = {
    "党员中心户台账.csv": f"{HEAD.format('党员中心户')}\n青石镇|白鹭村|褚安|1002|李四",
    "两代表一委员台账.csv": f"{HEAD.format('代表姓名')}|代表类别\n青石镇|白鹭村|卫平|1002|李四|党代表",
    "合作社成员名册.csv": f"{HEAD.format('合作社名称')}\n青石镇|白鹭村|白鹭种养专业合作社|1001|张三",
}
"""A ledger that nobody delivers is asked of nobody: these speak of 白鹭村."""
TOWN = "青石镇.xlsx"
Said = Mapping[tuple[str, str], Row]
"""(check, 户号 or subject's name) → what is filled in."""


@dataclass
class Office:
    """The ledgers of a county and what their audits said."""

    county: County
    work: Path
    scheme: str

    first: AuditResult

    def audit(self, name: str, store: str = "embedded") -> AuditResult:
        """The first audit was made once for all tests, with its workbooks; every later one is computed, twice where the engine is embedded."""
        if name == "一":
            return self.first
        settings, scheme = read_settings([self.county.folder]), read_scheme(self.scheme)
        folder = self.work / name
        edition, _ = stage([self.county.folder], folder / "版次", scheme, settings, settings.day)
        with open_store(store, folder) as opened:
            fill_store(opened, edition, folder, replace=True, names="plain")
            return audit(edition, opened, scheme, settings.day, verified=store == "embedded")

    def town(self, audit: str) -> Path:
        return self.work / audit / "towns" / TOWN

    def answer(self, audit: str, said: Said, target: str = f"答复/{TOWN}") -> Path:
        """Fill the town's workbook of an audit and put it among the ledgers."""

        def one(row: Row) -> Row | None:
            check = row["键（请勿改动）"].split("|")[1]
            return said.get((check, row["户号/编码"])) or said.get((check, row["户主/对象"]))

        done = fill(self.town(audit), self.county.folder / target, one)
        assert len(done) == len(said), f"{len(said) - len(done)} answers found no row"
        return self.county.folder / target

    def table(self, name: str) -> list[dict[str, object]]:
        """A table of the edition that the ledgers make now: answered, answers."""
        settings = read_settings([self.county.folder])
        folder = self.work / f"版次{len(list(self.work.glob('版次*')))}"
        edition, _ = stage([self.county.folder], folder, read_scheme(self.scheme), settings, settings.day)
        found: list[dict[str, object]] = edition.table(name).to_pylist()
        return found


def gap(result: AuditResult, check: str, code: str) -> tuple[str, str, str] | None:
    """State, reason and hint of a household (or of a subject by name); None where it is met."""
    rows = result.gaps[(result.gaps["check"] == check) & ((result.gaps["subject_code"] == code) | (result.gaps["plain_name"] == code))]
    return None if rows.empty else (rows["state"].iloc[0], rows["reason"].iloc[0], rows["hint"].iloc[0])


def codes(result: AuditResult, file: str = f"答复/{TOWN}") -> dict[int, str]:
    """Row → code of the problems of a workbook."""
    rows = result.problems[result.problems["file"] == file]
    return dict(zip(rows["row"].astype(int), rows["code"], strict=True))


def messages(result: AuditResult, file: str = f"答复/{TOWN}") -> str:
    return " ".join(result.problems.loc[result.problems["file"] == file, "message"])


def counts(result: AuditResult, sheet: str = "缺口与待核实", file: str = f"答复/{TOWN}") -> tuple[int, ...]:
    """rows_in, loaded, rejected, duplicate, skipped of the list; what comes in goes somewhere."""
    one = result.load[(result.load["file"] == file) & (result.load["sheet"] == sheet)].iloc[0]
    found = tuple(int(one[c]) for c in ("rows_in", "loaded", "rejected", "duplicate", "skipped"))
    assert found[0] == sum(found[1:])
    return found


def figures(result: AuditResult, check: str) -> tuple[int, int, int, int]:
    """of, met, gap, unknown of the whole county."""
    coverage: pd.DataFrame = result.coverage
    row = coverage[(coverage["check"] == check) & (coverage["level"] == coverage["level"].min())].iloc[0]
    return tuple(int(row[c]) for c in ("of", "met", "gap", "unknown"))  # type: ignore[return-value]


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, AuditResult]:
    """The county's ledgers, its scheme and its first audit, to be copied."""
    work = tmp_path_factory.mktemp("答复")
    (work / "台账").mkdir()
    county = County(work / "台账")
    county.settings(SETTINGS)
    for name, table in {"联户长台账.csv": PARTNERS, **OTHERS}.items():
        county.csv(name, table)
    scheme = work / "云溪.toml"
    scheme.write_text(SCHEME, encoding="utf-8")
    return work, audit_ledgers([work / "台账"], work / "一", Options(scheme=str(scheme))).result


@pytest.fixture
def office(audited: tuple[Path, AuditResult], tmp_path: Path) -> Office:
    made, first = audited
    shutil.copytree(made / "台账", tmp_path / "台账")
    shutil.copytree(made / "一" / "towns", tmp_path / "一" / "towns")
    county = County.__new__(County)
    county.folder = tmp_path / "台账"
    return Office(county, tmp_path, str(made / "云溪.toml"), first)

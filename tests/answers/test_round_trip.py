"""Audit → fill in everything that asks for something → put the workbooks beside the ledgers → audit: no answered gap is left."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from api.demo import make_demo
from api.work import Options, audit_ledgers
from graph.result import AuditResult
from graph.scheme import read_scheme
from loaders.settings import read_settings
from loaders.stage import stage
from tests.answers.conftest import Office, figures, gap
from tests.answers.filling import Book, Everything, fill

SCHEMES = ("zhijiang", "enyang", "yangzhou", "xinyang") if os.environ.get("DAOHU_EVERYTHING") else ("zhijiang", "xinyang")
"""A county and a city; all four take a minute more."""
UNANSWERED = {"B9.assignment"}
"""One branch paired with several villages is shared: whoever fills in every row with the same branch answers nothing."""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_answered_gap_is_left(scheme: str, tmp_path: Path) -> None:
    ledgers = tmp_path / "台账"
    make_demo(ledgers, scheme, households=150, seed=3)
    settings, asked = read_settings([ledgers]), read_scheme(scheme)
    first = audit_ledgers([ledgers], tmp_path / "一", Options(scheme=scheme)).result
    edition, _ = stage([ledgers], tmp_path / "版次", asked, settings, settings.day)
    answer, done = Everything(asked, edition, settings.day), list[Book]()
    for path in sorted((tmp_path / "一" / "towns").glob("*.xlsx")):
        done += fill(path, ledgers / "答复" / path.name, answer)
    second = audit_ledgers([ledgers], tmp_path / "二", Options(scheme=scheme)).result  # computed twice, and equal
    assert len(done) > 300
    left = {(c, s): h for c, s, h in zip(second.gaps["check"], second.gaps["subject_id"], second.gaps["hint"], strict=True)}
    assert [d for d in done if (d.check, d.subject) in left and d.check not in UNANSWERED] == []
    _rows_go_somewhere(second, len(done))
    _nothing_else(first, second, {d.check for d in done})
    shutil.rmtree(tmp_path)


def _rows_go_somewhere(result: AuditResult, answered: int) -> None:
    load = result.load[result.load["ledger"] == "缺口答复"]
    assert int(load["rows_in"].sum()) == int(load[["loaded", "rejected", "duplicate", "skipped"]].to_numpy().sum())
    assert (int(load["loaded"].sum()), int(load["rejected"].sum())) == (answered, 0)


def _nothing_else(first: AuditResult, second: AuditResult, answered: set[str]) -> None:
    """Households are as many as before; a check of them that nobody answered has moved only where the same fact counts for it, never back."""
    for check in first.scheme.checks:
        if check.population != "户" or check.kind not in ("reach", "activity"):
            continue
        before, after = figures(first, check.id), figures(second, check.id)
        assert before[0] == after[0] and after[1] >= before[1]
    same = [c.id for c in first.scheme.checks if c.kind == "claim" and c.options.get("measure") == "总户数"]
    same += [c.id for c in first.scheme.checks if c.id in ("A1.reach", "A2.chain", "A6.share")]
    assert same and all(figures(first, c) == figures(second, c) for c in same)


def test_a_round_trip_on_neo4j(office: Office, request: pytest.FixtureRequest) -> None:
    """The same answers, the same figures from the server: joined mechanisms and confirmed zeros too."""
    address = request.getfixturevalue("neo4j_server").address
    office.audit("一")
    said = {
        ("C6.reach", "1003"): {"联系人": "孙大"},
        ("G1.reach", "1003"): {"联系人": "孙大"},
        ("E8.reach", "1003"): {"说明": "确无"},
        ("C6.reach", "0201"): {"说明": "确无"},
    }
    office.answer("一", said)
    embedded, server = office.audit("二"), office.audit("三", address)
    assert gap(server, "C6.reach", "1003") is None and gap(server, "G1.reach", "1003") is None
    state, reason, hint = gap(server, "C6.reach", "0201") or ("", "", "")
    assert (state, reason) == ("gap", "none") and hint.startswith("零报告：")
    for check in embedded.scheme.checks:
        assert figures(embedded, check.id) == figures(server, check.id)

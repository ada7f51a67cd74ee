"""The checks of the lines of organisation on `lines.lines`, counted by hand from the design's words; on both engines, verified.

The traps of the documents are among them: leaderless groups that a count of leaders hides, a functional branch that is
nobody's home, a place in a party chain, a partner that two villages share, a worker with two grids, unanswered whistles.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graph.audit import audit
from graph.edition import Edition
from graph.result import AuditResult
from graph.store import Store
from tests.checks.builder import D, scheme
from tests.checks.lines import lines
from tests.checks.past import with_past

EXPECTED: dict[str, tuple[tuple[int, int, int, int], dict[str, int]]] = {
    "A3.assignment": ((3, 0, 3, 0), {"several": 1, "none": 2}),  # 1组 is split by three grids
    "B1.chain": ((1, 0, 1, 0), {"broken": 1}),  # the community's committee ended its tie to the town on the day
    "B2.chain": ((3, 2, 1, 0), {"no_organization": 1}),
    "B3.staffing": ((2, 0, 2, 0), {"vacant": 2}),  # two groups, no leader: a count of leaders would say nothing
    "B4.overlap": ((2, 0, 2, 0), {"incompatible": 2}),
    "B5.assignment": ((3, 2, 0, 1), {"not_delivered": 1}),
    "B6.presence": ((4, 1, 3, 0), {"missing": 3}),
    "B8.overlap": ((3, 1, 2, 0), {"incompatible": 2}),
    "B9.assignment": ((3, 0, 3, 0), {"shared": 2, "several": 1}),
    "B10.share": ((3, 1, 2, 0), {"no": 2}),
    "B13.reach": ((2, 1, 1, 0), {"none": 1}),
    "B15.reach": ((1, 1, 0, 0), {}),
    "C7.staffing": ((3, 2, 1, 0), {"vacant": 1}),
    "C7.overlap": ((2, 0, 2, 0), {"several_posts": 2}),
    "C13.activity.诉求": ((2, 1, 1, 0), {"open": 1}),
    "D3.chain": ((2, 1, 1, 0), {"broken": 1}),
    "D3.reach": ((2, 2, 0, 0), {}),  # a child and a woman of unknown age are not asked for
    "D3.staffing": ((2, 0, 2, 0), {"vacant": 2}),
    "E7.assignment": ((1, 0, 1, 0), {"several": 1}),
    "E11.share": ((9, 1, 6, 2), {"no": 6, "not_delivered": 2}),
    "F1.assignment": ((4, 0, 4, 0), {"shared": 2, "none": 2}),
    "F2.assignment": ((9, 3, 4, 2), {"none": 4, "not_delivered": 2}),
    "F2.overlap": ((5, 3, 2, 0), {"incompatible": 2}),
    "F2.reach": ((2, 1, 1, 0), {"none": 1}),
    "F5.activity": ((1, 0, 1, 0), {"open": 1}),
    "F5.reach": ((2, 1, 1, 0), {"none": 1}),
    "F12.share": ((3, 1, 2, 0), {"no": 2}),
    "G4.assignment": ((2, 0, 2, 0), {"several": 1, "none": 1}),
    "G4.reach.党员": ((2, 1, 1, 0), {"none": 1}),
    "G10.reach": ((1, 1, 0, 0), {}),
    "G11.activity": ((9, 2, 4, 3), {"stale": 2, "none": 2, "household_ambiguous": 1, "not_delivered": 2}),
    "G13.activity": ((1, 1, 0, 0), {}),  # 3 + 2 days inside 90; the 9 days before do not count
    "H1.reach.党组织": ((9, 1, 6, 2), {"none": 6, "not_delivered": 2}),
    "H2.presence": ((2, 1, 0, 1), {"not_delivered": 1}),  # every village has a group with a branch …
    "H2.presence.组级": ((2, 1, 1, 0), {"missing": 1}),  # … every group does not
    "H4.overlap": ((4, 0, 4, 0), {"several_posts": 4}),
    "F1.claim.网格数": ((1, 1, 0, 0), {}),
    "B3.claim": ((1, 0, 1, 0), {"differs": 1}),
    "H5.claim.人次": ((1, 0, 1, 0), {"differs": 1}),
    "C6.claim.人数": ((1, 0, 0, 1), {"not_delivered": 1}),  # nobody delivered it: unknown, not 0
    "H6.claim": ((2, 1, 1, 0), {"differs": 1}),
}
OWN = """
[[checks]]
id = "A2.chain.四级"
title = "户到组"
population = "户"
links = [{ name = "组", at = "组" }, { name = "党员中心户", at = "村社区", kinds = ["党支部"], ledger = "党组织" }]
[[checks]]
id = "E9.staffing.职责"
title = "联席会议有牵头和参与"
population = "组织"
bodies = ["党建联席会议"]
ledger = "成员单位"
scope = "县"
roles = ["牵头", "参与"]
[[checks]]
id = "C1.reach.组长"
title = "所在组有组长的户"
ledger = "小组长"
at = "组"
posts = ["组长"]
[[checks]]
id = "H3.breadth.两线"
title = "两条线"
level = 3
lines = [
    { name = "党组织", kinds = ["党支部", "党委"], ledgers = ["党组织"] },
    { name = "志愿", labels = ["社会组织"], below = true, ledgers = ["队伍成员"] },
]
"""
MINE: dict[str, tuple[tuple[int, int, int, int], dict[str, int]]] = {
    "A2.chain.四级": ((9, 4, 5, 0), {"broken": 5}),
    "E9.staffing.职责": ((2, 1, 1, 0), {"vacant": 1}),
    "C1.reach.组长": ((9, 4, 3, 2), {"none": 3, "not_delivered": 2}),
    "H3.breadth.两线": ((6, 3, 0, 3), {"not_delivered": 3}),
}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return with_past(lines()).edition(tmp_path_factory.mktemp("lines") / "0001")


@pytest.fixture(scope="module")
def result(module_store: Store, edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> AuditResult:
    """One audit with every check, verified by the second computation, on each engine."""
    module_store.build(edition)
    chosen = "".join(f'[[checks]]\nid = "{id}"\n' for id in EXPECTED)
    return audit(edition, module_store, scheme(tmp_path_factory.mktemp("scheme"), chosen + OWN), D)


@pytest.mark.parametrize("check", [*EXPECTED, *MINE])
def test_figures_and_reasons(result: AuditResult, check: str) -> None:
    figures, reasons = {**EXPECTED, **MINE}[check]
    row = result.coverage[(result.coverage["check"] == check) & (result.coverage["unit_id"] == "枝江市")].iloc[0]
    told = result.gaps[result.gaps["check"] == check]
    assert (tuple(int(row[c]) for c in ("of", "met", "gap", "unknown")), dict(Counter(told["reason"]))) == (figures, reasons)


def test_every_gap_has_a_line_of_its_own(result: AuditResult) -> None:
    """Subjects are named once per check, so that a filled-in list can be read back."""
    assert not result.gaps.duplicated(["check", "subject_id"]).any()
    assert (result.gaps["unit_path"] != "").all()


def test_what_nobody_delivered_is_no_number(result: AuditResult, tmp_path: Path) -> None:
    line = result.claims[result.claims["claim"] == "公布的联户长人数"].iloc[0]
    assert line["claimed"] == 5
    assert line[["counted", "difference"]].isna().all()
    assert result.measures["联户长人数"] is None
    assert result.measures["网格数"] == 4

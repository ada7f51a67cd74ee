"""The catalogue: 102 systems, each declared whole, each computed or saying why not; four schemes that select from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

from graph import catalogue as package
from graph.catalogue import LINES, PLACES, QUALIFIERS, SIZES, Norm, System, catalogue, documents, measures, system
from graph.errors import SchemeError
from graph.scheme import KINDS, SCHEMES, Scheme, read_scheme

CODES = [f"{letter}{n}" for letter, size in SIZES.items() for n in range(1, size + 1)]
NAMES = sorted(p.stem for p in SCHEMES.glob("*.toml"))
OF_THE_PLACE = {"枝江": "zhijiang", "恩阳": "enyang", "扬州": "yangzhou", "信阳": "xinyang"}
LEDGERS = {
    *("两代表一委员", "联户长", "楼栋长", "好邻居", "党员中心户", "包户干部", "党组织", "自治组织", "群团组织", "社会组织", "合作社成员", "阵地", "网格"),
    *("三室一窗", "五个中心", "一约七会", "一约四会", "湾落组织", "小区组织", "小组长", "村两委任职", "党员", "群团成员", "队伍成员", "成员单位"),
    *("机构", "指挥体系", "功能分区", "社工", "选派干部", "驻村帮扶", "共同缔造", "单位联村", "组团帮扶", "支部联支部", "双报到", "服务协议"),
    *("三方合作", "帮扶协议", "评选", "会议", "接待", "诉求", "群众点单", "吹哨", "蹲点", "活动", "走访", "领导包片", "平台用户", "单元名册"),
}
"""The ledgers that loaders know by these Chinese names."""


PAGE = (Path(__file__).parents[2] / "docs" / "方案写法.md").read_text(encoding="utf-8")


@cache
def scheme_of(name: str) -> Scheme:
    return read_scheme(name)


def declared() -> Iterable[Mapping[str, object]]:
    return (check for one in catalogue() for check in one.checks)


def found(said: object, key: str) -> Iterable[object]:
    """Every value under a key, however deep."""
    if isinstance(said, Mapping):
        for k, value in said.items():
            yield from [value] if k == key else found(value, key)
    elif isinstance(said, (list, tuple)):
        for one in said:
            yield from found(one, key)


def test_the_codes_are_a1_to_h8() -> None:
    assert len(CODES) == 102
    assert [s.code for s in catalogue()] == CODES
    assert all(s.line == LINES[s.code[0]] for s in catalogue())


@pytest.mark.parametrize("one", catalogue(), ids=lambda s: s.code)
def test_every_system_is_declared_whole(one: System) -> None:
    assert one.name
    assert one.question.strip()[-1] in "？。)"
    assert one.nodes
    assert one.places
    assert set(one.places) <= set(PLACES)
    assert one.documents
    assert set(one.documents) <= {d.code for d in documents()}
    assert all(n.qualifier in QUALIFIERS and n.source in one.documents for n in one.norms), one.norms


@pytest.mark.parametrize("one", catalogue(), ids=lambda s: s.code)
def test_every_system_is_computed_or_says_why_not(one: System) -> None:
    in_schemes = [c for name in NAMES for c in scheme_of(name).checks if c.system == one.code]
    assert in_schemes or (one.reason and one.needs), f"{one.code} has neither checks nor a reason with the ledger it needs"
    assert not (in_schemes and one.reason)


def test_ids_are_distinct_and_of_their_system() -> None:
    ids = [str(c["id"]) for c in declared()]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-H]\d+\.\w+(\..+)?", i) and i.split(".")[1] in KINDS for i in ids)


def test_measures_are_declared_and_used() -> None:
    counts = {"denominator", "group_households", "grid_households", "units", "grids", "households", "events"}
    six = {"organizations", "leaders", "posts", "persons", "memberships", "attendances"}
    assert {str(m["count"]) for m in measures().values()} <= counts | six
    asked = {str(m) for m in found(list(declared()), "measure")}
    assert asked - {"*"} <= set(measures())
    assert set(measures()) <= asked, "a measure that no check asks for"


def test_the_ledgers_are_those_that_loaders_know() -> None:
    asked = {str(w) for w in found(list(declared()), "ledger")}
    asked |= {str(w) for value in found(list(declared()), "ledgers") for w in (value if isinstance(value, list) else [])}
    assert asked <= LEDGERS
    for name in NAMES:
        assert set(scheme_of(name).ledgers) <= LEDGERS


@pytest.mark.parametrize("name", NAMES)
def test_a_scheme_has_every_check_of_what_it_selects(name: str) -> None:
    scheme = scheme_of(name)
    ids = {c.id for c in scheme.checks}
    assert scheme.systems
    for code in scheme.systems:
        assert {str(c["id"]) for c in system(code).checks} <= ids
    assert "A1.claim" in ids


@pytest.mark.parametrize(("place", "name"), OF_THE_PLACE.items())
def test_a_scheme_selects_the_systems_of_its_place(place: str, name: str) -> None:
    own = {s.code for s in catalogue() if place in s.places and s.code[0] != "H"}
    missing = own - set(scheme_of(name).systems) - {"G3"}
    assert not missing, f"{name} leaves out {sorted(missing)}"


def test_four_schemes_select_every_system() -> None:
    assert {code for name in NAMES for code in scheme_of(name).systems} == set(CODES)


@pytest.mark.parametrize("name", NAMES)
def test_the_claims_of_h_are_in_every_scheme(name: str) -> None:
    scheme = scheme_of(name)
    assert {"H1", "H3", "H4", "H5", "H6", "H7", "H8"} <= set(scheme.systems)
    assert {"H1.reach", "H1.reach.任一", "H3.breadth", "H3.chain"} <= {c.id for c in scheme.checks}
    assert len(scheme.check("H3.breadth").tables("lines")) == 6
    parts = scheme.check("H1.reach.任一").words("any_of")
    assert set(parts) == {c.id for c in scheme.checks if c.id.startswith("H1.reach")} - {"H1.reach.任一"}


def test_any_of_the_six_lines_of_zhijiang() -> None:
    lines = {str(line["name"]): line for line in scheme_of("zhijiang").check("H3.breadth").tables("lines")}
    assert list(lines) == ["党组织", "自治", "群团", "社会组织", "合作社", "联系"]
    assert lines["联系"]["ledgers"] == ["两代表一委员", "联户长", "党员中心户"]
    assert scheme_of("zhijiang").check("H1.reach").words("any_of") == ["G1.reach", "C6.reach", "B11.reach"]


def test_the_norms_of_the_schemes() -> None:
    loads = {c.id: (c.options["low"], c.options["high"]) for name in NAMES for c in scheme_of(name).checks if c.kind == "load"}
    assert loads == {"G1.load": (15, 25), "C6.load": (15, 30), "B11.load": (10, 30), "C8.load": (8, 12)}
    assert scheme_of("zhijiang").check("E1.presence").options["social"] == {"村": 10, "社区": 20}


def test_qualifiers_stay_with_their_numbers() -> None:
    assert Norm("每名联系户数", "10", "左右", "S1") in system("C8").norms
    assert Norm("下沉党员干部", "6600", "余", "S3") in system("G4").norms
    assert Norm("每人联系户数", "20", "约", "S0") in system("G1").norms


def test_whole_schemes_of_the_page_are_read(tmp_path: Path) -> None:
    pieces = re.findall(r"```TOML\n(.*?)```", PAGE, re.DOTALL)
    assert len(pieces) == 2
    path = tmp_path / "某县.toml"
    for text in pieces:
        path.write_text(text, encoding="utf-8")
        assert read_scheme(str(path)).systems
    overridden = read_scheme(str(path))
    assert (overridden.check("C6.load").options["low"], overridden.check("C6.load").options["high"]) == (10, 20)
    assert overridden.check("C6.load").title == "联户长联系户数(10~20户)"
    assert overridden.check("C9.staffing").title == "治理队伍不少于8人"
    assert overridden.check("C6.reach") == scheme_of("zhijiang").check("C6.reach")


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(SchemeError, match="没有体系“Z9”"):
        system("Z9")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("systems = [", "不合 TOML 写法"),
        ('line = "单元"', r"没有 \[\[systems\]\]"),
        ('[[systems]]\ncode = "A1"\nname = "x"\nchecks = [{ id = "B1.reach" }]', "每个 id 以“A1.”开头"),
        ('[[systems]]\ncode = "A1"\nname = "x"\nreason = "没有台账"', "需要哪种台账"),
        ('[[systems]]\ncode = "A1"\nname = "x"\nnorms = [{ what = "x", value = "1", source = "S0", qualifier = "大概" }]', "限定词“大概”不认识"),
        ('[[systems]]\ncode = "A2"\nname = "x"', "体系应依次为 A1..A8"),
    ],
)
def test_a_damaged_catalogue_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    (tmp_path / "A.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(package, "FOLDER", tmp_path)
    catalogue.cache_clear()
    try:
        with pytest.raises(SchemeError, match=said) as refused:
            catalogue()
        assert "A.toml" in str(refused.value)
    finally:
        monkeypatch.undo()
        catalogue.cache_clear()

"""Which unit or household somebody means, and what a written value becomes."""

from __future__ import annotations

import datetime as dt

import pytest

from api.asking import County
from api.asking.telling import by_look, of_text
from api.asking.values import typed
from graph.errors import QueryError


@pytest.mark.parametrize("said", ["金山村", "420583001200", "枝江市/仙女镇/金山村", "仙女镇/金山村", " 仙女镇／金山村 "])
def test_a_unit(county: County, said: str) -> None:
    assert county.unit(said).id == "金山村"


def test_the_top_unit(county: County) -> None:
    assert county.unit("county").name == "枝江市"
    assert [u.name for u in county.units(2)] == ["仙女镇", "问安镇"]


def test_several_units(county: County) -> None:
    with pytest.raises(QueryError) as said:
        county.unit("2组")
    assert "枝江市/仙女镇/金山村/2组" in str(said.value)
    assert "枝江市/问安镇/桃店村/2组" in str(said.value)
    assert county.unit("桃店村/2组").id == "2组桃店村"


def test_no_unit(county: County) -> None:
    with pytest.raises(QueryError, match="相近的有：金山村"):
        county.unit("金山寸")


def test_a_household(county: County) -> None:
    assert county.household("桃店村/0001") == "h9"
    with pytest.raises(QueryError, match=r"有几户：.*金山村.*桃店村"):
        county.household("0001")
    with pytest.raises(QueryError, match="没有户“0009”"):
        county.household("0009")


@pytest.mark.parametrize(
    ("value", "kind", "meant"),
    [
        ("12", "int", 12),
        (" 0.8 ", "float", 0.8),
        ("是", "bool", True),
        ("FALSE", "bool", False),
        ("2024/6/30", "date", dt.date(2024, 6, 30)),
        ("20240630", "date", dt.date(2024, 6, 30)),
        (dt.date(2024, 6, 30), "date", dt.date(2024, 6, 30)),
        ("联户长|好邻居", "texts", ["联户长", "好邻居"]),
        ("联户长、好邻居", "texts", ["联户长", "好邻居"]),
        (("联户长",), "texts", ["联户长"]),
        ("1|2", "ints", [1, 2]),
        (420583, "text", "420583"),
    ],
)
def test_a_value(value: object, kind: str, meant: object) -> None:
    assert typed(value, kind) == meant


@pytest.mark.parametrize(
    ("value", "kind"), [("12.5", "int"), ("x", "float"), ("maybe", "bool"), ("2024-13-01", "date"), ("2024", "date"), ("|", "texts"), (True, "int")]
)
def test_a_value_that_is_none(value: object, kind: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        typed(value, kind)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("12", 12), ("-3", -3), ("0012", "0012"), ("1.5", 1.5), ("true", True), ("2024-06-30", dt.date(2024, 6, 30)), ("2024-06-31", "2024-06-31"), ("金", "金")],
)
def test_by_look(value: str, meant: object) -> None:
    assert by_look(value) == meant
    assert type(by_look(value)) is type(meant)


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("MATCH (u:Unit) WHERE u.code = $x RETURN u.id AS id", "x=420583", "420583"),
        ("MATCH (u:Unit) WHERE $x <= u.level RETURN u.id AS id", "x=3", 3),
        ("MATCH (u:Unit {code: $x}) RETURN u.id AS id", "x=420583", "420583"),
        ("MATCH (p:Person)-[c:CONTACTS {mechanism: $x}]->(h) RETURN p.id AS id", "x=12", "12"),
        ("MATCH (u:Unit) WITH u.code AS c WHERE c = $x RETURN c AS c", "x=420583", "420583"),
        ("MATCH (u:Unit) WHERE u.since > $x RETURN u.id AS id", "x=2024年6月30日", dt.date(2024, 6, 30)),
        ("MATCH (u:Unit) WHERE u.level IN $x RETURN u.id AS id", "x=2|3", [2, 3]),
        ("MATCH (u:Unit) WHERE u.name IN $x RETURN u.id AS id", "x=甲", ["甲"]),
        ("MATCH (u:Unit) WHERE u.name STARTS WITH $x RETURN u.id AS id", "x=12", "12"),
        ("MATCH (h:Household) WHERE h.counted = $x RETURN h.id AS id", "x=是", True),
        ("MATCH (u:Unit) RETURN u.id AS id ORDER BY id LIMIT $x", "x=5", 5),
        ("RETURN $x AS x", "x=5", 5),
        ("RETURN $x AS x", "x:text=5", "5"),
        ("RETURN $x AS x", "x：date=2024/6/30", dt.date(2024, 6, 30)),
        ("RETURN $x AS x", "x=a=b", "a=b"),
    ],
)
def test_what_a_text_takes(text: str, said: str, meant: object) -> None:
    found = of_text(text, [said])
    assert found == {"x": meant}
    assert type(found["x"]) is type(meant)


@pytest.mark.parametrize(
    ("said", "word"),
    [(["x"], "写得不对"), (["x:day=1"], "写得不对"), (["x=1", "x=2"], "给了两次"), (["x=abc"], "查询里它是 int.*整数")],
)
def test_what_it_does_not_take(said: list[str], word: str) -> None:
    with pytest.raises(QueryError, match=word):
        of_text("MATCH (u:Unit) WHERE u.level = $x RETURN u.id AS id", said)


@pytest.mark.parametrize(
    ("name", "given", "word"),
    [
        ("household_evidence", {}, "缺少 household"),
        ("household_evidence", {"household": "h1", "day": "x"}, "没有 day"),
        ("household_evidence", {"household": "h1", "as_of": "昨天"}, "as_of 的值“昨天”不对.*2024-06-30"),
        ("household_evidenc", {}, "相近的有：household_evidence"),
    ],
)
def test_a_question_that_is_not_asked_right(county: County, name: str, given: dict[str, object], word: str) -> None:
    with pytest.raises(QueryError, match=word):
        county.ask(name, **given)  # type: ignore[arg-type]

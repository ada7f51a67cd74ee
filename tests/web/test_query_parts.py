"""What the pages of 查询 are made of, without a running question."""

from __future__ import annotations

import datetime as dt
import re
import time

import pyarrow as pa
import pytest

from api.asking import Answer
from api.asking.units import COLUMNS, Unit, Units
from api.results import Results
from api.web.querying.cypher import Written
from api.web.querying.examples import EXAMPLES, schema
from api.web.querying.fields import TITLES, fields_of, suggestions
from api.web.querying.library import THEMES, by_theme, theme_of
from api.web.querying.programs import flat, plain
from api.web.querying.refusals import marked, places
from api.web.querying.stores import Stores, Wanted
from api.web.querying.tables import chart, in_chinese, shown
from graph.errors import RefusedError, StoreError
from graph.guard import admit
from graph.projection import EXTRA
from graph.queries import query, questions
from graph.register import Register
from graph.schema import OPEN_UNTIL

UNIT = Unit("u1", "42", "甲村", "县/镇/甲村", "村", 3)


def known() -> Units:
    return Units(pa.Table.from_pylist([{c: getattr(UNIT, c) for c in COLUMNS}]))


def test_every_question_stands_under_a_heading_and_every_parameter_has_a_name() -> None:
    found = by_theme()
    assert sum(map(len, found.values())) == len(questions()) and set(found) == set(THEMES), "add its first topic to THEMES"
    assert {p.name for q in questions() for p in q.parameters} <= set(TITLES)
    assert theme_of(query("contact_load")) == "联系人"


def test_no_parameter_is_called_as_the_page_calls_something_else() -> None:
    assert not {p.name for q in questions() for p in q.parameters} & {"run", "format", "names", "edition", "q", "page", "size", "sort", "csrf"}


@pytest.mark.parametrize("title, text, param", EXAMPLES)
def test_examples_are_let_through(title: str, text: str, param: str) -> None:
    for extra in (None, EXTRA):
        admitted = admit(text, "embedded", extra=extra)
        assert not admitted.warnings, title
        assert set(admitted.parameters) == {line.split("=")[0].split(":")[0] for line in param.split("\n") if line}


def refusal(text: str) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        admit(text, "embedded")
    return caught.value


def test_refusals_place_by_place() -> None:
    text = "MATCH (u:Unit)\nRETURN u.path, foo(3) AS f, bar(u) AS g"
    found = places(refusal(text))
    assert [(p.line, p.column, p.word) for p in found] == [(2, 16, "foo()"), (2, 29, "bar()")] and all(p.why for p in found)
    assert marked(text, found) == [(2, "RETURN u.path, <mark>foo</mark>(3) AS f, <mark>bar</mark>(u) AS g")]


@pytest.mark.parametrize("text", ["MATCH (u:Unit) RETURN u.name =~ '：<b>", "MATCH (u) CALL x('：') RETURN 1", "x" * 30_000, "RETURN '<script>' , ;;", ""])
def test_a_hostile_text_is_told_without_harm(text: str) -> None:
    found = places(refusal(text))
    assert found and all(p.line >= 1 and p.why for p in found)
    assert all("<b>" not in line and "<script>" not in line for _, line in marked(text, found))


def test_a_place_of_the_second_gate_is_marked_by_its_first_word() -> None:
    text = "MATCH (u:Unit) RETURN COUNT { (u)--() } AS n"
    assert marked(text, places(refusal(text)))[0][1].startswith("MATCH (u:Unit) RETURN <mark>COUNT</mark> {")


def test_fields_of_a_form() -> None:
    found = {f.name: f for f in fields_of(query("households_changed_since"), {"since": "2024年6月1日"})}
    assert (found["since"].input, found["since"].value, found["since"].required) == ("date", "2024-06-01", True)
    assert found["unit"].value == "" and found["unit"].input == "unit"
    assert fields_of(query("households_changed_since"), {"since": "去年"})[1].value == "去年"
    load = {f.name: f.value for f in fields_of(query("contact_load"), {})}
    assert (load["mechanisms"], load["low"], load["as_of"]) == ("联户长", "15", "")


def test_suggestions_lie_in_the_scope(results: Results) -> None:
    town = next(u for u in results.units if u.level == 2)
    found = suggestions(results.within(town.id))
    assert found[0] == town.path and all(path.startswith(town.path) for path in found)
    assert results.units[0].path in suggestions(results.within())


def test_what_is_written_has_an_address(results: Results) -> None:
    reader = results.within()
    written = Written.of({"text": "RETURN 1\r\nAS a", "param": "a=1\r\n\r\nb:date=2024-06-30", "do": "drop", "format": "csv"}, reader)
    assert (written.text, written.said, written.do) == ("RETURN 1\nAS a", ["a=1", "b:date=2024-06-30"], "")
    assert written.address("2").startswith("/query/cypher?text=RETURN+1%0AAS+a&") and written.address("2").endswith("edition=2")
    begun = Written.of({"from": "contact_load"}, reader)
    assert begun.text.startswith("MATCH") and f"unit={reader.top.id}" in begun.said and f"as_of={results.day}" in begun.said
    admit(begun.text, "embedded")


def answer(question: str, **columns: list[object]) -> Answer:
    return Answer(pa.table(columns), question=query(question) if question else None)


def test_cells_link_to_what_they_name() -> None:
    ids: dict[str, list[object]] = {"unit_path": ["县/镇/甲村"], "household_id": ["v#1/2"], "code": ["0012"], "person_id": ["p1"], "name": ["张*"]}
    told = answer("contacts_changed_since", **ids, mechanism=["联户长"], change=["began"], on_day=[dt.date(2024, 6, 1)], source=["a.xlsx#表!3"])
    found = shown(told, known())
    cells = {head: cell for (head, _), cell in zip(found.heads, found.rows[0], strict=True)}
    assert cells["户号"].link == ("/households/", "v#1/2") and cells["户标识"].link == ("/households/", "v#1/2")
    assert cells["单元"].link == ("/units/", "u1") and cells["变化"].text == "联系开始" and cells["变化"].link is None
    assert [c.link for c in found.rows[0] if c.text == "张*"] == [("/persons/", "p1")]
    outside = shown(answer("", person_id=["范围外3"], name=[""]), known())
    assert outside.rows[0][0].link is None


def test_a_chart_where_one_fits() -> None:
    parts = pa.table({"单元名称": ["甲", "乙"], "应覆盖": [3, 4], "覆盖": [1, 4], "缺口": [1, 0], "待核实": [1, 0]})
    found = chart(parts, ["unit_name", "of", "met", "gap", "unknown"])
    assert found is not None and found["kind"] == "parts" and [s["of"] for s in found["series"]] == ["met", "gap", "unknown"]
    paths = pa.table({"p": ["县/甲/1组", "县/乙/1组"], "n": [1, 2]})
    assert (chart(paths, ["p", "n"]) or {})["labels"] == ["甲/1组", "乙/1组"]
    days = pa.table({"d": pa.array([dt.date(2024, 1, 1), dt.date(2024, 2, 1)]), "n": [1, 2]})
    assert (chart(days, ["d", "n"]) or {})["kind"] == "line"
    assert chart(pa.table({"a": ["x", "x"], "n": [1, 2]}), ["a", "n"]) is None, "one label, two bars"
    assert chart(pa.table({"a": ["x", "y"]}), ["a"]) is None


def test_a_store_that_cannot_be_prepared_is_told(register: Register) -> None:
    stores, wanted = Stores(), Wanted(register, 1, "没有这个单元")
    until = time.monotonic() + 60
    with pytest.raises(StoreError, match="没有“没有这个单元”这个单元"):
        while not stores.look(wanted) and time.monotonic() < until:
            time.sleep(0.05)
    assert not wanted.file.exists()


def test_a_contract_in_chinese() -> None:
    one = query("contact_load")
    assert "within" not in in_chinese(one, one.doc) and "最少户数" in in_chinese(one, one.doc)
    for one in questions():
        told = in_chinese(one, f"{one.doc} {one.row} {one.unknown}")
        assert not {p.name for p in one.parameters} & set(re.findall("[a-z_]+", told)), one.name


def test_values_for_programs() -> None:
    batch = pa.record_batch({"d": pa.array([OPEN_UNTIL, dt.date(2024, 1, 2)]), "l": pa.array([["a"], None]), "n": pa.array([1, None])})
    assert flat(batch).to_pylist() == [{"d": None, "l": '["a"]', "n": 1}, {"d": dt.date(2024, 1, 2), "l": "", "n": None}]
    assert plain({"d": OPEN_UNTIL, "l": [dt.date(2024, 1, 2), float("nan")]}) == {"d": None, "l": ["2024-01-02", None]}


def test_the_schema_at_hand_tells_what_the_masked_store_has_more() -> None:
    names = {masked: {p.name for kind in schema(masked=masked)[0] if kind.name == "Person" for p in kind.properties} for masked in (True, False)}
    assert "load" in names[True] and "load" not in names[False]

"""Asking from Python: by name, by a text of one's own, a unit's part, and everything else of a county."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from api.asking import County, Limits, open_county
from graph.errors import EditionError, LimitError, QueryError, RefusedError

UNITS = "MATCH (u:Unit) WHERE u.level <= $level RETURN u.name AS name, u.level AS level, u.until AS until ORDER BY level, name"


def test_a_question_by_name(county: County) -> None:
    answer = county.ask("household_evidence", household="h1", as_of="2024年6月30日")
    assert answer.columns == ["mechanism", "contact", "since", "until", "source", "state"]
    assert [row["state"] for row in answer.table.to_pylist()] == ["met", "met", "met", "ended"]
    assert not answer.cut
    assert answer.table.equals(county.evidence("金山村/h1").table)


def test_a_year_before_the_day_asked_about(county: County) -> None:
    for said, first in (
        ({}, county.day.replace(year=county.day.year - 1)),
        ({"as_of": "2022-05-01"}, dt.date(2021, 5, 1)),
        ({"first_day": "2020-1-1"}, dt.date(2020, 1, 1)),
    ):
        assert county.explain(question="events_by_unit", parameters=said).parameters["first_day"] == first
    assert list(county.explain(question="events_by_unit").parameters) == ["unit", "level", "first_day", "as_of"]


def test_a_text_of_ones_own(county: County) -> None:
    answer = county.cypher(UNITS, {"level": 2})
    assert answer.table.column("name").to_pylist() == ["枝江市", "仙女镇", "问安镇"]
    frame = answer.to_pandas()
    assert str(frame["level"].dtype) == "Int64"
    assert frame["until"].tolist() == [dt.date.max] * 3
    assert answer.seconds > 0


def test_what_is_cut_says_so_and_is_not_exported(county: County, tmp_path: Path) -> None:
    answer = county.cypher(UNITS, {"level": 2}, Limits(rows=2))
    assert (answer.rows, answer.cut) == (2, True)
    with pytest.raises(LimitError, match="只写完整的"):
        answer.write(tmp_path / "rows.csv")
    with pytest.raises(LimitError, match="没有写出"):
        county.write(tmp_path / "rows.csv", text=UNITS, parameters={"level": 2}, limits=Limits(rows=2))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "parameters", "error", "word"),
    [
        ("MATCH (u:Unit) DETACH DELETE u", {}, RefusedError, "第 1 行"),
        ("CALL show_tables() RETURN *", {}, RefusedError, "CALL"),
        (UNITS, {}, QueryError, "缺少参数 \\$level"),
        (UNITS, {"level": 2, "other": 1}, QueryError, "没有参数 \\$other"),
        (UNITS, {"level": b"2"}, QueryError, "参数不能是 bytes"),
    ],
)
def test_texts_that_do_not_run(county: County, text: str, parameters: dict[str, object], error: type[Exception], word: str) -> None:
    with pytest.raises(error, match=word):
        county.cypher(text, parameters)


def test_a_warning_goes_with_the_answer(county: County) -> None:
    answer = county.cypher("MATCH (u:Unit) RETURN u.name AS name LIMIT 2")
    assert answer.rows == 2
    assert any("ORDER BY" in warning for warning in answer.warnings)


def test_what_only_the_whole_county_knows_is_said(county: County, register: Path) -> None:
    assert county.ask("contact_load").warnings == ()
    town = open_county(register, unit="问安镇")
    assert "load" in town.ask("contact_load").warnings[0]
    assert town.ask("coverage_by_child_unit").warnings == ()


def test_too_much_for_this_process(county: County) -> None:
    small = Limits()
    object.__setattr__(small, "memory", 1000)
    with county.running(text="UNWIND range(1, 30000) AS n RETURN n AS n") as found, pytest.raises(LimitError, match="先汇总"):
        found.answer(small)


def test_a_units_part(register: Path) -> None:
    town = open_county(register, unit="问安镇")
    assert town.unit("county").name == "问安镇"
    seen = town.cypher("MATCH (h:Household) RETURN h.id AS id, h.head AS head, h.outside_contacts AS others ORDER BY id")
    assert seen.table.column("id").to_pylist() == ["h10", "h8", "h9"]
    assert all(head.endswith("*") for head in seen.table.column("head").to_pylist())
    with pytest.raises(QueryError, match="没有“金山村”"):
        town.unit("金山村")
    with pytest.raises(EditionError, match="要整个登记库"):
        town.organisations()


def test_the_rest_of_a_county(county: County, tmp_path: Path) -> None:
    graph = county.graph(["Unit", "PartyOrganization"])
    assert graph.nodes["Unit:金山村"]["level"] == 3
    assert {d["type"] for _, _, d in graph.edges(data=True)} == {"PART_OF", "COVERS"}
    assert county.graph(["Unit"], []).number_of_edges() == 0
    with pytest.raises(QueryError, match="没有 People"):
        county.graph(["People"])
    assert len(county.organisations().units) == 12
    assert "nodes_PartyOrganization.csv" in {p.name for p in county.export("csv", tmp_path / "图", only=["组织"])}
    own = tmp_path / "own.toml"
    own.write_text('title = "自定"\n[[checks]]\nid = "C6.reach"\ntitle = "联户长"\nledger = "联户长"\nmechanisms = ["联户长"]\n', encoding="utf-8")
    result = county.audit(str(own))
    assert result.county_name == "枝江市"
    assert set(result.coverage["check"]) == {"C6.reach"}


def test_opening_what_is_not_there(register: Path, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="二者选一"):
        open_county()
    with pytest.raises(EditionError, match="不能选版次"):
        open_county(store="bolt://127.0.0.1:9", edition=1)
    with pytest.raises(EditionError, match="不是登记库"):
        open_county(tmp_path)
    with pytest.raises(EditionError, match="没有第 7 版"):
        open_county(register, edition=7)


def test_the_library_of_a_county(county: County) -> None:
    found = county.questions("一户为什么算覆盖")
    assert found[0].name == "household_evidence"
    assert len(county.questions()) > len(found) > 0
    assert isinstance(county.ask("organizations_by_unit", unit="仙女镇").table, pa.Table)

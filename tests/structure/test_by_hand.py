"""Structure questions on a county small enough to read: names, reasons, days, units, and the graph itself."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
import pytest

from graph.edition import Edition
from graph.errors import EditionError, QueryError
from graph.structure import QUESTIONS, ask, chains, clusters, concurrent, cutpoints, organisation_graph, organisations, pairs, teams, ties, titled, ways_up
from tests.checks.builder import AFTER, BEFORE, Book, D, L, county

P, S, M = "PartyOrganization", "SelfGovernmentBody", "MassOrganization"


def held() -> Book:
    """The builder's county with a chain of 党组织, a 湾落 that hangs on one man, and one team under two names."""
    book = county()
    for id, kind, unit in (("镇党委", "党委", "仙女镇"), ("村支部", "党支部", "金山村"), ("组党小组", "党小组", "1组"), ("湾党小组", "党小组", "1湾")):
        book.body(P, id, kind, unit)
    book.body(M, "村妇联", "妇女联合会", "金山村")
    book.body(S, "村委会", "村民委员会", "金山村")
    book.under(P, "村支部", P, "镇党委", role="隶属")
    book.under(P, "湾党小组", P, "村支部")  # past the group's
    book.under(P, "组党小组", P, "村支部", until=D)
    for person, name in (("p1", "张三丰"), ("p2", "欧阳锋"), ("p3", "李四"), ("p4", "王五")):
        book.person(person, name=name, **({"left_on": AFTER} if person == "p4" else {}))
    for person, label, body in (("p1", P, "湾党小组"), ("p2", P, "村支部"), ("p2", M, "村妇联"), ("p3", M, "村妇联"), ("p2", S, "村委会"), ("p3", S, "村委会")):
        book.holds(person, label, body, "负责人", ledger="党组织" if label == P else "自治组织")
    book.holds("p1", "Unit", "1湾", "湾长", ledger="湾落组织")
    book.holds("p1", "Unit", "1湾", "湾长", ledger="小组长")  # the same post in a second ledger
    for house in ("h1", "h2"):
        book.contact("p1", house)
    book.contact("p4", "h2")
    for ledger in (L, "党组织", "自治组织", "湾落组织"):
        book.delivered(ledger, "金山村")
    return book


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return held().edition(tmp_path_factory.mktemp("held") / "0001")


def test_a_chain_says_which_level_it_leaves_out_and_whether_something_stands_there(edition: Edition) -> None:
    found = chains(edition).set_index("body")
    bay = found.loc["湾党小组"]
    assert (bay["state"], bay["way"], bay["missing"], bay["unlinked"]) == ("met", "湾党小组 → 村支部 → 镇党委", "组", "组")
    group = found.loc["组党小组"]
    assert (group["state"], group["reason"], group["steps"], group["missing"]) == ("gap", "no_superior", 0, "村社区、镇街")
    assert chains(edition, BEFORE).set_index("body").loc["组党小组", "state"] == "met"
    assert list(found.loc[["村妇联", "村委会"], "reason"]) == ["not_stated", "not_stated"]


def test_the_bay_hangs_on_one_man(edition: Edition) -> None:
    found = cutpoints(edition).query("unit == '1湾'").set_index("tie")
    assert set(found.index) == {"leader", "party"}  # p4 still contacts a household on the day
    leader = found.loc["leader"]
    assert (leader["name"], leader["holds"], leader["households"], leader["reached"], leader["last"]) == ("张*", "湾长", 2, 2, 1)
    later = cutpoints(edition, AFTER, names="plain").query("unit == '1湾'").set_index("tie")
    assert set(later.index) == {"contact", "leader", "party", "any"}
    assert set(later["name"]) == {"张三丰"}
    assert set(later["last"]) == {2}


def test_what_was_not_delivered_makes_a_cut_point_unknown(tmp_path: Path) -> None:
    book = held()
    book.holds("p3", "Unit", "和园小区", "组长", ledger="小组长")
    book.holds("p3", "Unit", "1组", "组长", ledger="小组长")
    book.delivered("小组长", "仙女社区")
    found = ties(book.edition(tmp_path / "0001")).set_index(["unit", "tie"])
    assert (found.loc[("1组", "leader"), "state"], found.loc[("1组", "leader"), "not_delivered"]) == ("unknown", "小组长")
    assert found.loc[("和园小区", "leader"), "state"] == "gap"


def test_one_team_under_two_names(edition: Edition) -> None:
    row = teams(edition, names="plain").iloc[0]
    assert (row["unit_path"], row["names"], row["bodies"], row["alike"], row["team"]) == ("枝江市/仙女镇/金山村", "村妇联、村委会", 2, 1.0, "欧阳锋、李四")
    assert set(map(frozenset, pairs(edition)[["name", "other_name"]].to_numpy())) == {
        frozenset({"村委会", "村妇联"}),
        frozenset({"村支部", "村妇联"}),
        frozenset({"村支部", "村委会"}),
    }
    one = clusters(edition).iloc[0]
    assert (one["bodies"], one["people"], one["shared"], one["pairs"], one["clique"], one["holders"]) == (3, 2, 2, 3, 3, "欧阳*、李*")
    assert len(clusters(edition, least=2)) == 1


def test_a_post_in_two_ledgers_is_one_post(edition: Edition) -> None:
    found = concurrent(edition).set_index("person")
    assert found["posts"].to_dict() == {"p1": 2, "p2": 3, "p3": 2}
    assert (found.loc["p1", "households"], found.loc["p1", "unit_path"]) == (2, "枝江市/仙女镇/金山村/1组/1湾")


def test_the_way_from_a_household_goes_by_persons_and_organisations(edition: Edition) -> None:
    found = ways_up(edition, "h1")
    assert found["by"].tolist() == ["", "CONTACTS", "HOLDS_POST", "UNDER", "UNDER", "COVERS"]
    assert found["name"].tolist() == ["本户", "张*", "湾党小组", "村支部", "镇党委", "仙女镇"]
    assert len(ways_up(edition, "h9")) == 0
    with pytest.raises(EditionError, match="没有标识为"):
        ways_up(edition, "nobody")


def test_the_graph_has_what_the_schema_says_and_any_format_takes_it(edition: Edition) -> None:
    graph = organisation_graph(edition)
    assert graph.nodes["Person:p1"] == {"id": "p1", "label": "Person", "name": "张*", "political": "", "posts": 3, "households": 2}
    assert graph.nodes["Unit:1湾"]["households"] == 2
    assert graph.nodes["Unit:枝江市"]["households"] == 8
    types = {told["type"] for *_, told in graph.edges(data=True)}
    assert types == {"PART_OF", "COVERS", "UNDER", "HOLDS_POST", "CONTACTS"}
    contact = [told for _, _, told in graph.edges("Person:p1", data=True) if told["type"] == "CONTACTS"]
    assert contact == [{"type": "CONTACTS", "mechanism": L, "since": "", "until": "", "source": "", "households": 2}]
    there = nx.read_graphml(io.BytesIO("\n".join(nx.generate_graphml(graph)).encode()), force_multigraph=True)
    assert (len(there), there.number_of_edges()) == (len(graph), graph.number_of_edges())


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_the_columns_that_it_declares(edition: Edition, name: str) -> None:
    columns = QUESTIONS[name].columns
    found = ask(organisations(edition), name)
    assert list(found.columns) == [c.name for c in columns]
    assert list(titled(found, columns).columns) == [c.title for c in columns]
    assert not found.isna().any().any()


def test_the_rows_of_a_unit(edition: Edition) -> None:
    o = organisations(edition)
    assert set(ask(o, "chains", "仙女镇")["body"]) >= {"湾党小组", "村委会"}
    assert len(ask(o, "chains", "枝江市/问安镇")) == 0
    with pytest.raises(EditionError, match="没有单元“天边”"):
        ask(o, "chains", "天边")
    with pytest.raises(QueryError, match="不属于某一个单元"):
        ask(o, "articulation", "仙女镇")
    with pytest.raises(QueryError, match="没有结构问题“x”"):
        ask(o, "x")
    with pytest.raises(EditionError, match="姓名只能是"):
        organisations(edition, names="all")  # type: ignore[arg-type]

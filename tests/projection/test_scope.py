"""Who is in the projection of a village, who is there without a name, and what it says of the whole edition."""

from __future__ import annotations

from graph.edition import Edition
from graph.projection import Projected
from tests.projection.conftest import Ask
from tests.projection.county import CONTACT, LEFT

PEOPLE = "MATCH (p:Person) WHERE p.scope = $scope RETURN p.id AS id, p.name AS name ORDER BY id"


def test_units_and_the_chain_above(village: Ask) -> None:
    rows = village("MATCH (u:Unit) RETURN u.id AS id, u.scope AS scope ORDER BY id")
    assert {r["id"]: r["scope"] for r in rows} == {"c": "上级", "t1": "上级", "v1": "范围内", "g1": "范围内", "old": "范围内"}
    assert village("MATCH (a:Unit)-[:PART_OF*1..4]->(b:Unit) WHERE a.id = 'g1' RETURN b.id AS id ORDER BY id") == [{"id": "c"}, {"id": "t1"}, {"id": "v1"}]


def test_households_by_where_they_are_now(village: Ask) -> None:
    rows = village("MATCH (h:Household) RETURN h.id AS id, h.head AS head, h.address AS address ORDER BY id")
    assert rows == [
        {"id": "h1", "head": "张*", "address": "一组1号张*家"},
        {"id": "h2", "head": "李*", "address": "一组1号李*家"},
        {"id": "h3", "head": "欧阳*", "address": "一组1号欧阳*家"},
    ]


def test_people_who_belong_here(village: Ask) -> None:
    rows = village(PEOPLE, scope="范围内")
    assert {r["id"]: r["name"] for r in rows} == {
        "p1": "张*", "p2": "李*", "p3": "欧阳*", "listed": "王*", "post": "赵*", "member": "孙*", "worker": "周*", "only": "吴*",
    }  # fmt: skip


def test_others_are_nobody(village: Ask) -> None:
    told = village(
        "MATCH (p:Person) WHERE p.scope = '范围外' RETURN p.id AS id, p.name AS a, p.sex AS b, p.ethnic AS c, p.education AS d, p.political AS e, "
        "p.left_why AS f, p.source AS g, p.birth_year AS year ORDER BY id"
    )
    assert len(told) == 5  # x2, x3, both, left, gone
    assert {v for r in told for k, v in r.items() if k != "id"} == {"", 0}
    assert all(str(r["id"]).startswith("范围外") for r in told)
    assert village("MATCH (p:Person) WHERE p.left_on < date('9999-01-01') RETURN p.left_on AS day, p.name AS name") == [{"day": LEFT, "name": ""}]


def test_two_from_outside_are_two(village: Ask) -> None:
    rows = village(
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household) WHERE h.id = 'h1' AND p.scope = '范围外' AND c.mechanism = $m RETURN count(DISTINCT p.id) AS n", m=CONTACT
    )
    assert rows == [{"n": 2}]
    rows = village("MATCH (h:Household) RETURN h.id AS id, h.outside_contacts AS n ORDER BY id")
    assert rows == [{"id": "h1", "n": 2}, {"id": "h2", "n": 0}, {"id": "h3", "n": 0}]  # of h2 one has ended, one left, one has not begun


def test_what_only_the_whole_knows(village: Ask) -> None:
    [p1] = village("MATCH (p:Person) WHERE p.id = 'p1' RETURN p.load AS load, p.posts AS posts, p.elsewhere AS elsewhere")
    assert p1 == {"load": 4, "posts": 0, "elsewhere": 2}  # o2 by 联户长, o3 as 党代表
    [post] = village("MATCH (p:Person) WHERE p.id = 'post' RETURN p.posts AS posts, p.memberships AS memberships")
    assert post == {"posts": 3, "memberships": 0}
    [member] = village("MATCH (p:Person) WHERE p.id = 'member' RETURN p.memberships AS memberships")
    assert member == {"memberships": 2}
    rows = village("MATCH (p:Person)-[c:CONTACTS]->(h:Household) WHERE p.id = 'p1' RETURN h.id AS id, c.mechanism AS m, c.load AS load ORDER BY id")
    assert rows == [{"id": "h1", "m": CONTACT, "load": 3}, {"id": "h2", "m": CONTACT, "load": 3}]
    rows = village("MATCH (p:Person)-[c:CONTACTS]->(h:Household) WHERE h.id = 'h1' AND p.scope = '范围外' RETURN c.load AS load ORDER BY load")
    assert rows == [{"load": 2}, {"load": 2}]


def test_a_unit_elsewhere_is_the_one_above_it(village: Ask) -> None:
    text = "MATCH (p:Person)-[c:CONTACTS|HOLDS_POST]->(u:Unit) WHERE p.id = $id RETURN u.id AS unit, c.away AS away, c.until AS until ORDER BY unit"
    assert [(r["unit"], r["away"]) for r in village(text, id="p1")] == [("c", True)]
    assert [(r["unit"], r["away"]) for r in village(text, id="post")] == [("t1", True), ("v1", False)]


def test_bodies(village: Ask) -> None:
    rows = village("MATCH (o:PartyOrganization) RETURN o.scope AS scope, o.name AS name, o.kind AS kind, o.code AS code ORDER BY scope, name")
    assert [tuple(r.values()) for r in rows] == [
        ("上级", "县委", "党委", "码b0"), ("上级", "甲镇党委", "党委", "码b1"), ("范围内", "一组党小组", "党小组", ""),
        ("范围内", "甲一村党支部", "党支部", "码b2"), ("范围内", "联合党支部", "联合党支部", ""), ("范围外", "", "党支部", ""),
    ]  # fmt: skip
    assert village("MATCH (a:PartyOrganization)-[r:PAIRED_WITH]->(b:PartyOrganization) RETURN count(*) AS n") == [{"n": 2}]
    assert village("MATCH (p:Person)-[:HOLDS_POST]->(o:PartyOrganization) WHERE o.id = 'b1' RETURN p.id AS id") == []
    rows = village("MATCH (h:Household)-[:MEMBER_OF]->(k:Cooperative) RETURN h.id AS id, k.name AS name, k.kind AS kind, k.elsewhere AS n ORDER BY id")
    assert rows == [{"id": "h1", "name": "", "kind": "专业合作社", "n": 0}, {"id": "h2", "name": "甲合作社", "kind": "专业合作社", "n": 1}]
    assert village("MATCH (h:Household)-[:IN_GRID]->(g:Grid) WHERE h.id = 'h2' RETURN g.name AS name, g.kind AS kind") == [{"name": "", "kind": "专属网格"}]


def test_events_deliveries_and_claims(village: Ask) -> None:
    rows = village("MATCH (e:Event) RETURN e.scope AS scope, e.kind AS kind, e.outcome AS outcome ORDER BY outcome DESC, kind")
    assert [tuple(r.values()) for r in rows] == [("范围内", "走访", "看望张*、费*，一切都好"), ("范围外", "会议", ""), ("范围外", "走访", "")]
    rows = village(
        "MATCH (d:Delivery)-[r:DELIVERED_FOR]->(u:Unit) RETURN d.ledger AS ledger, d.file AS file, d.sheet AS sheet, u.id AS unit, r.rows AS n ORDER BY ledger"
    )
    assert [tuple(r.values()) for r in rows] == [("党员", "", "", "c", 0), (CONTACT, "联户长.xlsx", "张*", "v1", 4)]
    rows = village("MATCH (c:Claim) RETURN c.id AS id, c.subject AS subject ORDER BY id")
    assert [tuple(r.values()) for r in rows] == [("q1", "甲一村"), ("q2", "张*"), ("q3", "")]


def test_sources(village: Ask) -> None:
    assert village("MATCH (p:Person) WHERE p.id = 'p1' RETURN p.source AS s") == [{"s": ""}]
    rows = village("MATCH (p:Person)-[c:CONTACTS]->(h:Household) WHERE c.part <> '' RETURN c.part AS part, c.source AS source")
    assert rows == [{"part": "张*组", "source": "联户长.xlsx#张*!7"}]


def test_a_group_knows_what_its_village_delivered(towns: Edition) -> None:
    part = Projected(towns, "g1")
    found = dict(part.nodes())["Delivery"].select(["ledger", "scope"]).to_pylist()
    assert {(r["ledger"], r["scope"]) for r in found} == {(CONTACT, "范围内"), ("党员", "范围外")}
    assert [r["to"] for key, t in part.edges() if key[0] == "DELIVERED_FOR" for r in t.to_pylist()] == ["v1", "c"]

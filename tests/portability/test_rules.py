"""Every rule refuses what it is for, and only that; the texts it recommends run on both engines."""

from __future__ import annotations

import pytest

from graph.errors import PortabilityError
from graph.portability import check, require_portable
from graph.portability.rules import RULES
from tests.portability.cases import CASES


def test_every_rule_has_a_case() -> None:
    assert [r.name for r in RULES] == list(dict.fromkeys(r.name for r in RULES))
    assert set(CASES) == {r.name for r in RULES}


@pytest.mark.parametrize("rule", CASES)
def test_refused(rule: str) -> None:
    assert rule in {f.rule for f in check(CASES[rule][0])}


@pytest.mark.parametrize("rule", CASES)
def test_accepted(rule: str) -> None:
    assert check(CASES[rule][1]) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("MATCH (h:Household) RETURN count(*) AS n", []),
        ("MATCH (h:Household) RETURN labels(h) AS n, head(['a']) AS b, round(0.5) AS c, toInteger('1') AS d", ["function"] * 4),
        ("MATCH (h:Household) WHERE EXISTS { MATCH (h)<-[c:CONTACTS]-(:Person) WHERE c.since <= h.until } RETURN h.id AS a", ["outer_in_subquery"]),
        ("MATCH (h:Household) OPTIONAL MATCH (k:Household {id: h.id}) RETURN k.id AS a", ["outer_in_subquery"]),
        (
            "MATCH (h:Household) WITH h, h.until AS u WHERE EXISTS { MATCH (h)<-[c:CONTACTS]-(:Person) WHERE c.since < u } RETURN h.id AS a",
            ["outer_in_subquery"],
        ),
        ("UNWIND $rows AS r MATCH (h:Household) WHERE EXISTS { MATCH (h)<-[c:CONTACTS]-(:Person) WHERE c.mechanism = r.m } RETURN h.id AS a", []),
        (
            "MATCH (h:Household) WHERE NOT EXISTS { MATCH (h)<-[:CONTACTS]-(p:Person) WHERE EXISTS { MATCH (p)-[:LIVES_IN]->(k:Household) WHERE k <> h } } "
            "RETURN h.id AS a",
            [],
        ),
        ("MATCH (h:Household) WHERE EXISTS { MATCH (h)<-[:CONTACTS]-(p:Person) RETURN p } RETURN h.id AS a", ["unreadable_pattern"]),
        ("MATCH (a:Unit)-[:PART_OF]->(b:Unit)-[:PART_OF]->(c:Unit) RETURN a.id AS a, c.id AS c", ["same_edge"]),
        ("MATCH (a:Unit)-[:PART_OF*0..4]->(b:Unit), (b)-[:PART_OF*0..4]->(c:Unit) RETURN a.id AS a", ["same_edge"]),
        ("MATCH (a:Unit)-[:PART_OF*2..4]->(b:Unit) RETURN a.id AS a", ["path_length"]),
        ("MATCH (a)-[:PART_OF*0..4]->(b) RETURN a.id AS a", ["zero_length_start"]),
        ("MATCH (h:Houshold)-[:PART_FO]->(u:Unit) RETURN h.id AS a", ["unknown_name", "unknown_name"]),
        ("MATCH (h:Household) RETURN count(DISTINCT h.heads) AS n", ["unknown_property"]),
        ("MATCH p = shortestPath((a:Unit)-[:PART_OF*1..3]->(b:Unit)) RETURN length(p) AS n", ["function", "unreadable_pattern"]),
        ("MATCH (h:Household) RETURN *", ["unaliased"]),
        ("MATCH (p:Person) WHERE p.left_on < '2024-01-01' RETURN p.id AS a", ["mixed_comparison"]),
        ("MATCH (p:Person) WHERE p.left_on < date('2024-01-01') AND p.birth_year > 1960 RETURN p.id AS a", []),
        ("MATCH (p:Person) WITH p.name AS name RETURN name + '!' AS a", ["text_plus_null"]),
        ("MATCH (a:Unit) WHERE a.level <-1 OR a.level > - 2 RETURN a.id AS a", []),
        ("MATCH (p:Person) RETURN p.name AS `select`, {call: 1, set: 'x'} AS m", []),
        ("MATCH (p:Person) WHERE p.name = 'CALL { UNION' /* MERGE */ RETURN p.id AS a // DELETE", []),
        ("MATCH (p:Person) WHERE p.name STARTS WITH '张' WITH p WHERE p.sex = '男' RETURN p.id AS a", []),
    ],
)
def test_texts(text: str, rules: list[str]) -> None:
    assert [f.rule for f in check(text)] == sorted(rules)


def test_the_message_says_line_and_remedy() -> None:
    text = "// q()\nMATCH (h:Household)\nWHERE h.kind != ''\nRETURN h.id AS id, sum(1) AS n"
    with pytest.raises(PortabilityError, match=r"cypher/q\.cypher:3 有 2 处[\s\S]*第 3 行 !=:.*请写 <>[\s\S]*第 4 行 sum\(1\):.*coalesce\(sum\(x\), 0\)"):
        require_portable(text, "cypher/q.cypher")

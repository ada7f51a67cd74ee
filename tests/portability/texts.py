"""Texts with every finding and its effect, as measured on both engines over tests/portability/county.py."""

from __future__ import annotations

from graph.portability import Effect

H = "MATCH (h:Household) "
G = H + "OPTIONAL MATCH (h)-[:IN_GRID]->(g:Grid) "
ORGS = "(a:PartyOrganization)-[:UNDER*1..6]->(b:PartyOrganization)"

EFFECTS: list[tuple[str, dict[str, Effect]]] = [
    # functions
    (H + "RETURN labels(h) AS n, round(0.5) AS c", {"function": "differs"}),
    (H + "RETURN head(['a']) AS a", {"function": "embedded_refuses"}),
    (H + "RETURN duration.between(h.since, h.until) AS a", {"function": "embedded_refuses"}),
    (H + "RETURN list_concat([1], [2]) AS a", {"function": "neo4j_refuses"}),
    (H + "RETURN no_such(1) AS a", {"function": "both_refuse"}),
    (H + "RETURN `substring`(h.id, 1, 2) AS a", {"function": "differs"}),
    # an outer null, by every road
    (G + "OPTIONAL MATCH (p:Person)-[c:CONTACTS]->(h) WHERE g IS NULL OR c.part <> '' RETURN p.id AS a", {"outer_in_subquery": "wrong"}),
    (G + "WITH h, g AS k WHERE EXISTS { MATCH (h)<-[c:CONTACTS]-() WHERE (((k.id IS NULL))) } RETURN h.id AS a", {"outer_in_subquery": "wrong"}),
    (G + "WITH h, size(g.id) AS n OPTIONAL MATCH (h)-[:PART_OF]->(u:Unit) WHERE n IS NULL RETURN u.id AS a", {"outer_in_subquery": "wrong"}),
    (
        G + "WITH h, coalesce(g.id, coalesce(g.code, g.kind)) AS n OPTIONAL MATCH (h)-[:PART_OF]->(u:Unit) WHERE n IS NULL RETURN u.id AS a",
        {"outer_in_subquery": "wrong"},
    ),
    (H + "WITH h, nullIf(h.kind, '') AS k WHERE EXISTS { MATCH (h)-[:PART_OF]->(u:Unit) WHERE k IS NULL } RETURN h.id AS a", {"outer_in_subquery": "wrong"}),
    (
        H + "WITH h, CASE WHEN h.counted THEN 'x' END AS k OPTIONAL MATCH (h)-[:PART_OF]->(u:Unit) WHERE k IS NULL RETURN u.id AS a",
        {"outer_in_subquery": "wrong"},
    ),
    (G + "OPTIONAL MATCH (p:Person)-[:CONTACTS]->(h) WHERE NOT EXISTS { MATCH (p)-[:HOLDS_POST]->(g) } RETURN p.id AS a", {"outer_in_subquery": "wrong"}),
    (G + "WITH h, g WHERE EXISTS { MATCH (:Person)-[c:CONTACTS {part: coalesce(g.id, '')}]->(h) } RETURN h.id AS a", {"outer_in_subquery": "wrong"}),
    ("MATCH (o:PartyOrganization|Place) OPTIONAL MATCH (o)-[:COVERS]->(u:Unit) WHERE o.code IS NULL RETURN u.id AS a", {"outer_in_subquery": "wrong"}),
    ("UNWIND [1, null] AS x MATCH (u:Unit) WHERE EXISTS { MATCH (u)-[:PART_OF]->(v:Unit) WHERE x IS NULL } RETURN u.id AS a", {"outer_in_subquery": "wrong"}),
    (
        G + "WITH h, max(g.since) AS d WHERE EXISTS { MATCH (h)-[e:PART_OF]->() WHERE d IS NULL OR e.since < d } RETURN h.id AS a",
        {"outer_in_subquery": "wrong"},
    ),
    ("MATCH (x:Event|Person) OPTIONAL MATCH (x)-[:ABOUT]->(y) WHERE x IS NOT NULL RETURN y.id AS a", {"outer_in_subquery": "wrong"}),
    # an edge that cannot be: from a known node the embedded engine finds a stranger
    (H + "OPTIONAL MATCH (h)-[:DELIVERED_FOR]->(u:Unit) RETURN u.id AS a", {"impossible_edge": "wrong"}),
    (H + "WHERE NOT EXISTS { MATCH (h)-[:CONTACTS]->(:Person) } RETURN h.id AS a", {"impossible_edge": "wrong"}),
    (H + "MATCH (h)-[:IN_GRID]->(g) WHERE EXISTS { MATCH (g)-[:DELIVERED_FOR]->(:Unit) } RETURN h.id AS a", {"impossible_edge": "wrong"}),
    ("MATCH (h:Household)-[:CONTACTS]->(p:Person) RETURN p.id AS a", {"impossible_edge": "differs"}),
    # WITH DISTINCT node, and one row's values in all rows
    ("MATCH (u:Unit) WITH DISTINCT u UNWIND [1, 2] AS x RETURN coalesce(u.kind, u.name) AS a ORDER BY a", {"with_distinct_node": "wrong"}),
    ("MATCH (u:Unit) WITH DISTINCT u MATCH (p:Place) RETURN nullIf(u.kind, u.name) AS a ORDER BY a", {"with_distinct_node": "wrong"}),
    ("MATCH (u:Unit) WITH DISTINCT u WITH coalesce(u.kind, u.name) AS x, 2 AS o RETURN x, o ORDER BY x", {"with_distinct_node": "wrong"}),
    # subqueries
    (H + "RETURN {n: COUNT { MATCH (h)<-[:CONTACTS]-(:Person) }} AS a", {"count_subquery": "wrong"}),
    (H + "WHERE EXISTS { MATCH (h)<-[:CONTACTS]-(p:Person) RETURN p } RETURN h.id AS a", {"unreadable_pattern": "embedded_refuses"}),
    (H + "WHERE exists((h)<-[:CONTACTS]-(:Person)) RETURN h.id AS a", {"bare_pattern": "differs", "exists_call": "embedded_refuses"}),
    (H + "WHERE size((h)<-[:CONTACTS]-()) > 1 RETURN h.id AS a", {"bare_pattern": "both_refuse", "text_function": "neo4j_refuses"}),
    (H + "RETURN h.id AS a UNION MATCH (p:Person) RETURN p.id AS a", {"union": "wrong"}),
    (H + "RETURN h.id AS a ORDER BY a DESC union all MATCH (p:Person) RETURN p.id AS a", {"union": "wrong"}),
    # nulls
    (G + "RETURN g.id + '!' AS a", {"text_plus_null": "wrong"}),
    (G + "WITH g AS k RETURN 'a' + (k.id) AS a", {"text_plus_null": "wrong"}),
    ("MATCH p = (a:Household)-[:PART_OF*1..4]->(b:Unit) UNWIND nodes(p) AS n RETURN n.head + '!' AS a", {"text_plus_null": "wrong"}),
    (G + "RETURN replace(h.id, 'h', g.id) AS a", {"replace_null": "wrong"}),
    (G + "WITH h, g WHERE NOT g.id IN [] RETURN h.id AS a", {"null_in_list": "wrong"}),
    (G + "WITH h, g WHERE NOT g.id IN $ids RETURN h.id AS a", {"null_in_list": "differs"}),
    (H + "OPTIONAL MATCH p = (h)<-[:LIVES_IN]-(:Person) WITH p, count(*) AS n RETURN n AS n", {"group_by_null_edge": "wrong"}),
    (H + "OPTIONAL MATCH (h)<-[e:LIVES_IN]-(:Person) WITH h, e AS f RETURN DISTINCT f AS f", {"group_by_null_edge": "wrong", "whole_node": "differs"}),
    (H + "WHERE h.kind = null RETURN h.id AS a", {"null_comparison": "differs"}),
    (H + "OPTIONAL MATCH (h)<-[c:CONTACTS]-(:Person) WHERE h.until IS NULL OR c.since < h.until RETURN count(c) AS n", {"outer_in_subquery": "wrong"}),
    (H + "WHERE EXISTS { MATCH (h)<-[c:CONTACTS]-() WHERE c.since < coalesce(h.until, $d) } RETURN h.id AS a", {"outer_in_subquery": "wrong"}),
    (H + "WHERE h.head + 'b' =~ '.*b' RETURN h.id AS a", {"precedence": "embedded_refuses"}),
    # types
    ("RETURN duration('1 day') AS a", {"duration_form": "neo4j_refuses", "function": "differs"}),
    ("RETURN duration({days: 1}) AS a", {"duration_form": "embedded_refuses", "function": "differs"}),
    (H + "WITH h, duration('P1M') AS m RETURN h.since + m AS a", {"date_arithmetic": "differs", "duration_form": "embedded_refuses", "function": "differs"}),
    (H + "RETURN h.until - h.since AS a, h.until - $d AS b", {"date_arithmetic": "neo4j_refuses"}),
    ("RETURN [1, 2, 3][1:2] AS a", {"list_index": "differs", "label_test": "neo4j_refuses"}),
    ("RETURN list_filter([1, 2, 3], x -> x > 1) AS a", {"function": "neo4j_refuses"}),
    ("MATCH (a:Unit)-[:PART_OF* ALL SHORTEST 1..3]->(b:Unit) RETURN count(*) AS n", {"trail": "neo4j_refuses"}),
    ("MATCH (a:Unit)-[:PART_OF* TRAIL 1..31]->(b:Unit) RETURN count(*) AS n", {"trail": "neo4j_refuses", "path_length": "embedded_refuses"}),
    (H + "RETURN h.counted + '级' AS a", {"text_plus_null": "embedded_refuses"}),
    ("MATCH (u:Unit) WHERE u.level < '3' RETURN u.id AS a", {"mixed_comparison": "wrong"}),
    (H + "WHERE h.counted = 1 RETURN h.id AS a", {"mixed_comparison": "embedded_refuses"}),
    ("MATCH (u:Unit) RETURN CASE WHEN u.level > 1 THEN 0.5 ELSE 0 END AS a", {"mixed_case": "differs"}),
    ("MATCH (u:Unit) RETURN CASE WHEN u.level > 1 THEN 0 ELSE $f END AS a", {"mixed_case": "differs"}),
    ("MATCH (u:Unit) RETURN CASE WHEN u.level > 1 THEN u.since ELSE '' END AS a", {"mixed_case": "embedded_refuses"}),
    ("MATCH (u:Unit) RETURN CASE WHEN u.level > 1 THEN '' ELSE u.level END AS a", {"mixed_case": "wrong"}),
    # paths
    (f"MATCH {ORGS} RETURN count(*) AS n", {"path_repeats": "differs"}),
    (f"MATCH p = {ORGS} RETURN DISTINCT length(p) AS n", {"path_repeats": "differs"}),
    ("MATCH (a:Unit)-[:PART_OF*1..31]->(b:Unit) RETURN a.id AS a", {"path_length": "embedded_refuses"}),
    ("MATCH (a)-[:PART_OF*0..4]->(b) RETURN a.id AS a", {"zero_length_start": "differs"}),
    ("MATCH (a:Unit)-[:PART_OF]->(b:Unit)-[:PART_OF]->(c:Unit) RETURN a.id AS a, c.id AS c", {"same_edge": "differs"}),
    (
        "MATCH p = shortestPath((a:Unit)-[:PART_OF*1..3]->(b:Unit)) RETURN length(p) AS n",
        {"function": "embedded_refuses", "unreadable_pattern": "embedded_refuses"},
    ),
    ("MATCH (a:Unit)-[:PART_OF*1..2]-(b:Unit) RETURN a.id AS a", {"path_repeats": "differs"}),
    (
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household)<-[d:CONTACTS]-(q:Person) WHERE c <> d OR p.name = '' RETURN p.id AS a, q.id AS b",
        {"same_edge": "differs"},
    ),
    # labels and names
    ("MATCH (o:PartyOrganization:Place) RETURN o.id AS a", {"two_labels": "differs"}),
    ("MATCH (o:PartyOrganization&Place) RETURN o.id AS a", {"two_labels": "embedded_refuses"}),
    ("MATCH (h:Household WHERE h.counted) RETURN h.id AS a", {"two_labels": "embedded_refuses"}),
    ("MATCH (p:Person)-[c:CONTACTS|:LIVES_IN]->(h:Household) RETURN h.id AS a", {"two_labels": "neo4j_refuses"}),
    ("MATCH (h:household) RETURN h.Kind AS a", {"unknown_name": "differs"}),
    (H + "RETURN h.Kind AS a", {"unknown_property": "differs"}),
    ("MATCH (h:Houshold)-[:PART_FO]->(u:Unit) RETURN h.id AS a", {"unknown_name": "embedded_refuses"}),
    (H + "RETURN count(DISTINCT h.heads) AS n", {"unknown_property": "embedded_refuses"}),
    # safety
    ("PROFILE " + H + "RETURN h.id AS a", {"statement_words": "unsafe"}),
    (H + "SET h.kind = 'x' RETURN h.id AS a", {"write": "unsafe", "unreadable_pattern": "embedded_refuses"}),
]

RIGHT = [
    "MATCH (h:Household) RETURN count(*) AS n",
    H + "WHERE EXISTS { MATCH (h)<-[c:CONTACTS]-(:Person) WHERE c.since <= h.until } RETURN h.id AS a",
    H + "OPTIONAL MATCH (k:Household {id: h.id}) RETURN k.id AS a",
    H + "WITH h, h.until AS u WHERE EXISTS { MATCH (h)<-[c:CONTACTS]-(:Person) WHERE c.since < u } RETURN h.id AS a",
    "UNWIND $rows AS r MATCH (h:Household) WHERE EXISTS { MATCH (h)<-[c:CONTACTS]-(:Person) WHERE c.mechanism = r.m } RETURN h.id AS a",
    H + "WHERE NOT EXISTS { MATCH (h)<-[:CONTACTS]-(p:Person) WHERE EXISTS { MATCH (p)-[:LIVES_IN]->(k:Household) WHERE k <> h } } RETURN h.id AS a",
    G + "WITH h, g WHERE g IS NOT NULL OPTIONAL MATCH (p:Person)-[c:CONTACTS]->(h) WHERE c.part = '' OR c.part <> g.id RETURN p.id AS a",
    G + "MATCH (g)-[:PART_OF]->(u:Unit) OPTIONAL MATCH (p:Person)-[c:CONTACTS]->(h) WHERE c.part = '' OR c.part <> g.id RETURN p.id AS a",
    G + "OPTIONAL MATCH (p:Person)-[c:CONTACTS]->(h) WHERE c.since < g.until RETURN p.id AS a",
    G + "WITH h, coalesce(g.id, '') AS x OPTIONAL MATCH (p:Person)-[c:CONTACTS]->(h) WHERE x = '' OR c.part <> x RETURN p.id AS a",
    G + "WITH h, g WHERE NOT EXISTS { MATCH (:Person)-[:HOLDS_POST]->(g) } RETURN h.id AS a",
    G + "RETURN h.id AS a, count(CASE WHEN g.id IN $ids AND g.since < $d THEN 1 END) AS n",
    G + "RETURN coalesce(g.id, '') + '!' AS a, coalesce(g.id, h.id) + h.head AS b",
    "MATCH (p:Person) WITH p.name AS name RETURN name + '!' AS a, replace(name, 'a', 'b') AS b",
    "MATCH (u:Unit) RETURN u.kind AS k, sum(u.level) AS n",
    "MATCH (p:Person)-[:CONTACTS]-(h:Household) RETURN p.id AS a, h.id AS b",
    "MATCH (h:Household) OPTIONAL MATCH (h:Household)<-[:CONTACTS]-(p:Person) RETURN h.id AS a, p.id AS b",
    "MATCH (a:Unit)-[:PART_OF*2..4]->(b:Unit) RETURN a.id AS a",
    f"MATCH {ORGS} RETURN DISTINCT a.id AS a, b.id AS b",
    f"MATCH {ORGS} RETURN a.id AS a, count(DISTINCT b) AS n",
    "MATCH (u:Unit)<-[:PART_OF]-(h:Household) WITH DISTINCT u RETURN u.id AS a ORDER BY a",
    "MATCH (p:Person) WHERE p.left_on < date('2024-01-01') AND p.birth_year > 1960 RETURN p.id AS a",
    "MATCH (a:Unit) WHERE a.level <-1 OR (a.level)<-1 OR (a.level) - -2 > 3 RETURN a.id AS a",
    "MATCH (h:Household)-[:PART_OF]->(u:Unit) RETURN u.name AS u, count(h) AS h ORDER BY h DESC, u",
    "MATCH (h:Household)-[:PART_OF]->(u:Unit) WITH DISTINCT u.id AS u ORDER BY u DESC LIMIT 3 RETURN u ORDER BY u",
    "MATCH (p:Person) RETURN p.name AS `select`, {call: 1, set: 'x'} AS m",
    "MATCH (load:Person) WHERE load.name = 'CALL { UNION' /* MERGE */ RETURN load.id AS call // DELETE",
    "MATCH (p:Person) WHERE p.name STARTS WITH '张' WITH p WHERE p.sex = '男' RETURN p.id AS a",
    "MATCH (u:Unit) WITH DISTINCT u MATCH (u)<-[:PART_OF]-(h:Household) RETURN coalesce(u.kind, u.name) AS a, h.id AS b ORDER BY b, a",
    "MATCH p = (a:Unit)-[:PART_OF*1..4]->(b:Unit) WHERE none(n IN nodes(p) WHERE n.level = 3) RETURN a.id AS a, b.id AS b",
    "MATCH (u:Unit) RETURN 10 / nullIf(u.level, 0) AS a, u.level / 2 AS b, u.level % -3 AS c, 7 / (2) AS d",
]
"""Nothing to say: the embedded engine answers these as Neo4j does, though a coarser rule would not let them pass."""

WARNED = [
    "MATCH (p:Person)-[c1:CONTACTS]->(h:Household)<-[c2:CONTACTS]-(q:Person) RETURN p.id AS a, q.id AS b",
    H + "RETURN substring(h.id, 0, 2) AS a",
    H + "RETURN h",
    H + "RETURN *",
    H + "RETURN h.id LIMIT 10",
    H + "WHERE (h)<-[:CONTACTS]-(:Person) RETURN h.id AS a",
    "MATCH (p:Person)-[r]->(h:Household) RETURN p.id AS a",
    "MATCH (u:Unit) RETURN sum(u.level) AS n",
    "MATCH (h:household) RETURN h.id AS a",
    "MATCH (h:Household) WHERE h.head =~ $pattern RETURN h.id AS a",
    "MATCH (u:Unit) RETURN 10 / u.level AS a",
    "MATCH (p:Person)-[:CONTACTS]->(x) WHERE $id IS NULL OR p.id = $id RETURN x.id AS a",
]
"""What an analyst on the embedded engine may ask: it is answered, with a warning."""

"""One case per rule: a text that it refuses, and what to write instead. The second is run on both engines too."""

from __future__ import annotations

import datetime as dt

from graph.schema import Property

H = "MATCH (h:Household) "
G = H + "OPTIONAL MATCH (h)-[:IN_GRID]->(g:Grid) "
CASES: dict[str, tuple[str, str]] = {
    "union": ("MATCH (h:Household) RETURN h.id AS a UNION MATCH (p:Person) RETURN p.id AS a", H + "RETURN h.id AS a"),
    "call": (H + "CALL { WITH h RETURN 1 AS x } RETURN x AS x", H + "RETURN h.source AS call"),
    "write": (H + "SET h.head = '' RETURN h.id AS a", H + "RETURN h.head AS a"),
    "statement_words": ("PROFILE " + H + "RETURN h.id AS a", "// PROFILE\n" + H + "RETURN h.id AS a"),
    "two_statements": (H + "RETURN h.id AS a; " + H + "RETURN h.id AS a", H + "RETURN ';' AS a;"),
    "count_subquery": (
        H + "WHERE COUNT { MATCH (h)<-[:CONTACTS]-(:Person) } = 0 RETURN h.id AS a",
        H + "WHERE NOT EXISTS { MATCH (h)<-[:CONTACTS]-(:Person) } RETURN h.id AS a",
    ),
    "collect_subquery": (H + "RETURN COLLECT { MATCH (h)<-[:CONTACTS]-(p:Person) RETURN p.id } AS a", H + "RETURN collect(h.id) AS a"),
    "function": (H + "RETURN substring(h.id, 1, 2) AS a", H + "RETURN left(right(h.id, 2), 1) AS a"),
    "text_function": ("MATCH (u:Unit) RETURN left(u.since, 4) AS a", "MATCH (u:Unit) RETURN left(u.name, 2) AS a"),
    "exists_call": (H + "WHERE exists(h.kind) RETURN h.id AS a", H + "WHERE h.kind IS NOT NULL RETURN h.id AS a"),
    "limit_without_order": (H + "RETURN h.id AS a LIMIT 3", H + "RETURN h.id AS a ORDER BY a LIMIT 3"),
    "trail": (
        "MATCH (a:Unit)-[:PART_OF* TRAIL 1..3]->(b:Unit) RETURN a.id AS a",
        "MATCH (a:Unit)-[:PART_OF*1..3]->(b:Unit) RETURN DISTINCT a.id AS a, b.id AS b",
    ),
    "not_in": (H + "WHERE h.id NOT IN ['h1'] RETURN h.id AS a", H + "WHERE NOT h.id IN ['h1'] RETURN h.id AS a"),
    "not_equal": (H + "WHERE h.id != 'h1' RETURN h.id AS a", H + "WHERE h.id <> 'h1' RETURN h.id AS a"),
    "one_return": ("MATCH (h:Household) WITH h.id AS a LIMIT 3", H + "WITH h.id AS a RETURN a AS a ORDER BY a LIMIT 3"),
    "escape": (H + "WHERE h.id =~ 'h\\d' RETURN h.id AS a", H + "WHERE h.id =~ 'h\\\\d' RETURN h.id AS a"),
    "adjacent_strings": ("RETURN 'it''s' AS a", "RETURN 'it\\'s' AS a"),
    "number_base": ("RETURN 0x1F AS a", "RETURN 31 AS a"),
    "null_comparison": (G + "RETURN CASE g.id WHEN null THEN 1 ELSE 2 END AS a", G + "RETURN CASE WHEN g.id IS NULL THEN 1 ELSE 2 END AS a"),
    "null_in_list": (
        G + "RETURN h.id IN [g.id, 'h1'] AS a, h.id AS b",
        G + "WITH h, g WHERE g.id IN $ids OR g.id IS NULL AND h.id IN ['h1', 'h3'] RETURN h.id AS a",
    ),
    "null_parameter": (H + "WHERE $id IS NULL OR h.id = $id RETURN h.id AS a", H + "WHERE $every OR h.id = $id RETURN h.id AS a"),
    "keyword_parameter": (H + "WHERE h.id = $end RETURN h.id AS a", H + "WHERE h.id <> $id RETURN h.id AS a"),
    "empty_pattern": (H + "WHERE h.id CONTAINS '' RETURN h.id AS a", H + "WHERE h.id CONTAINS 'h' RETURN h.id AS a"),
    "regex": (H + "WHERE h.head =~ '张(?=三).*' RETURN h.id AS a", H + "WHERE h.head =~ '[一-龥]{2}' RETURN h.id AS a"),
    "date_form": (H + "WHERE h.since < date() RETURN h.id AS a", H + "WHERE h.since < date('2024-06-30') AND h.until > date($text) RETURN h.id AS a"),
    "duration_form": (H + "RETURN h.since + duration('P1D') AS a", H + "RETURN h.until > $d AS a, h.id AS duration"),
    "chained_comparison": ("MATCH (u:Unit) WHERE 1 < u.level < 4 RETURN u.id AS a", "MATCH (u:Unit) WHERE 1 < u.level AND u.level < 4 RETURN u.id AS a"),
    "precedence": ("MATCH (u:Unit) WHERE u.level + 1 IN [3] RETURN u.id AS a", "MATCH (u:Unit) WHERE (u.level + 1) IN [3] RETURN u.id AS a, -1 IN [-1] AS b"),
    "path_node_compared": (
        "MATCH p = (a:Unit)-[:PART_OF*1..4]->(b:Unit), (c:Unit) UNWIND nodes(p) AS n WITH n, c WHERE n = c RETURN n.id AS a",
        "MATCH p = (a:Unit)-[:PART_OF*1..4]->(b:Unit), (c:Unit) UNWIND nodes(p) AS n WITH n, c WHERE n.id = c.id RETURN n.id AS a",
    ),
    "tests_in_a_row": ("RETURN 1 IN [1] IN [true] AS a", "RETURN (1 IN [1]) IN [true] AS a"),
    "list_index": ("UNWIND [[1, 2]] AS x RETURN x[1] AS a", "UNWIND [1, 2] AS x RETURN max(x) AS a"),
    "comprehension": (H + "WITH collect(h.code) AS cs RETURN [c IN cs WHERE c <> '001'] AS a", H + "WHERE h.code <> '001' RETURN count(h.code) AS a"),
    "quantifier": (
        "MATCH p = (a:Household)-[:PART_OF*1..4]->(b:Unit) WHERE none(n IN nodes(p) WHERE n.level = 3) RETURN a.id AS a, b.id AS b",
        "MATCH p = (a:Household)-[:PART_OF*1..4]->(b:Unit) WHERE none(n IN nodes(p) WHERE coalesce(n.level, 0) = 3) RETURN a.id AS a, b.id AS b",
    ),
    "quantifier_parameter": (
        "MATCH p = (a:Unit)-[:PART_OF*1..4]->(b:Unit) WHERE all(n IN nodes(p) WHERE n.since <= $d) RETURN a.id AS a, b.id AS b",
        "MATCH p = (a:Unit)-[:PART_OF*1..4]->(b:Unit) WITH a, b, p, $d AS d WHERE all(n IN nodes(p) WHERE n.since <= d) RETURN a.id AS a, b.id AS b",
    ),
    "map_projection": (H + "RETURN h {.id} AS a", H + "RETURN h.id AS a"),
    "label_test": ("MATCH (o:PartyOrganization|Place) WHERE o:Place RETURN o.id AS a", "MATCH (o:PartyOrganization) RETURN o.id AS a"),
    "bare_pattern": (H + "WHERE (h)<-[:CONTACTS]-(:Person) RETURN h.id AS a", H + "WHERE EXISTS { MATCH (h)<-[:CONTACTS]-(:Person) } RETURN h.id AS a"),
    "parameter_arithmetic": (H + "WHERE size(h.id) < $n * $n RETURN h.id AS a", H + "WHERE size(h.id) < $n * 1.0 * $n RETURN h.id AS a"),
    "division": (
        "MATCH (u:Unit) RETURN CASE WHEN u.level = 0 THEN 0 ELSE 10 / u.level END AS a",
        "MATCH (u:Unit) RETURN 10 / nullIf(u.level, 0) AS a, u.level / 2 AS b",
    ),
    "unary_plus": ("RETURN +5 AS a", "RETURN 5 + 1 AS a, -5 AS b"),
    "text_plus_null": (G + "RETURN g.id + '!' AS a", G + "RETURN coalesce(g.id, '') + '!' AS a, h.id + '!' AS b"),
    "replace_null": (G + "RETURN replace(g.id, 'w', 'v') AS a", G + "RETURN replace(coalesce(g.id, ''), 'w', 'v') AS a, replace(h.id, 'h', 'k') AS b"),
    "sum_of_nothing": ("MATCH (u:Unit) RETURN sum(u.level) AS a", "MATCH (u:Unit) RETURN coalesce(sum(u.level), 0) AS a"),
    "date_field": (H + "WHERE h.since.year > 2000 RETURN h.id AS a", H + "WHERE h.since < $d RETURN h.id AS a"),
    "mixed_comparison": ("MATCH (u:Unit) WHERE u.level = '3' RETURN u.id AS a", "MATCH (u:Unit) WHERE u.level = 3 RETURN u.id AS a"),
    "mixed_member": ("MATCH (u:Unit) WHERE u.level IN ['3'] RETURN u.id AS a", "MATCH (u:Unit) WHERE u.level IN [3, 2] RETURN u.id AS a"),
    "mixed_simple_case": (
        "MATCH (u:Unit) RETURN CASE u.level WHEN '3' THEN 1 ELSE 2 END AS a",
        "MATCH (u:Unit) RETURN CASE u.level WHEN 3 THEN 1 ELSE 2 END AS a",
    ),
    "text_test": ("MATCH (u:Unit) WHERE u.since STARTS WITH '0001' RETURN u.id AS a", "MATCH (u:Unit) WHERE u.since < date('0002-01-01') RETURN u.id AS a"),
    "mixed_case": (
        "MATCH (u:Unit) RETURN CASE WHEN u.level > 1 THEN 0 ELSE 0.5 END AS a",
        "MATCH (u:Unit) RETURN CASE WHEN u.level > 1 THEN 0.0 ELSE 0.5 END AS a",
    ),
    "mixed_coalesce": ("MATCH (u:Unit) RETURN coalesce(u.level, '') AS a", "MATCH (u:Unit) RETURN coalesce(u.level, 0) AS a"),
    "mixed_list": ("UNWIND [1, 'a'] AS x RETURN x AS a", "UNWIND ['1', 'a'] AS x RETURN x AS a"),
    "date_arithmetic": (H + "WHERE h.since + 30 > $d RETURN h.id AS a", H + "WHERE h.since < $d RETURN h.id AS a"),
    "unreadable_pattern": (
        H + "WHERE EXISTS { (h)<-[:CONTACTS]-(:Person) } RETURN h.id AS a",
        H + "WHERE EXISTS { MATCH (h)<-[:CONTACTS]-(p:Person), (p)-[:LIVES_IN]->(:Household) } RETURN h.id AS a",
    ),
    "two_labels": ("MATCH (o:PartyOrganization:Place) RETURN o.id AS a", "MATCH (o:PartyOrganization|Place) RETURN o.id AS a"),
    "label_on_bound": (
        "MATCH (h)<-[:CONTACTS]-(p:Person) OPTIONAL MATCH (h:Household)-[:PART_OF]->(u:Unit) RETURN p.id AS a, u.id AS b",
        H + "OPTIONAL MATCH (h:Household)<-[:CONTACTS]-(p:Person) RETURN h.id AS b, p.id AS a",
    ),
    "edge_reused": (
        "MATCH (:Person)-[c:CONTACTS]->(h:Household) MATCH (p:Person)-[c:CONTACTS]->(h) RETURN p.id AS a",
        "MATCH (:Person)-[c:CONTACTS]->(h:Household) MATCH (p:Person)-[d:CONTACTS]->(h) RETURN p.id AS a, c.since AS b, d.since AS c",
    ),
    "undirected": (
        "MATCH (a:PartyOrganization)-[:UNDER]-(b:PartyOrganization) RETURN a.id AS a",
        "MATCH (p:Person)-[:CONTACTS]-(h:Household) RETURN p.id AS a, h.id AS b",
    ),
    "untyped_edge": ("MATCH (p:Person)-[r]->(h:Household) RETURN p.id AS a", "MATCH (p:Person)-[r:CONTACTS|LIVES_IN]->(h:Household) RETURN p.id AS a"),
    "path_length": ("MATCH (a:Unit)-[:PART_OF*]->(b:Unit) RETURN a.id AS a", "MATCH (a:Unit)-[:PART_OF*2..5]->(b:Unit) RETURN a.id AS a, b.id AS b"),
    "path_repeats": (
        "MATCH (a:PartyOrganization)-[:UNDER*1..6]->(b:PartyOrganization) RETURN a.id AS a, b.id AS b",
        "MATCH p = (a:MassOrganization)-[:UNDER*1..6]->(b:PartyOrganization) RETURN a.id AS a, b.id AS b, min(length(p)) AS n",
    ),
    "null_path": (
        H + "OPTIONAL MATCH p = (h)<-[:LIVES_IN]-(:Person) UNWIND nodes(p) AS n RETURN h.id AS a, n.id AS b",
        H + "MATCH p = (h)<-[:LIVES_IN]-(:Person) UNWIND nodes(p) AS n RETURN h.id AS a, n.id AS b, length(p) AS c",
    ),
    "path_edges": (
        "MATCH (a:Unit)-[e:PART_OF*1..2]->(b:Unit) RETURN size(e) AS a",
        "MATCH p = (a:Unit)-[:PART_OF*1..2]->(b:Unit) UNWIND relationships(p) AS e RETURN a.id AS a, length(p) AS n, e.since AS b",
    ),
    "zero_length_start": (
        "MATCH (p:Person)-[:PART_OF*0..2]->(u:Unit) RETURN u.id AS a",
        "MATCH (v:Unit)-[:PART_OF*0..2]->(u:Unit) RETURN v.id AS b, u.id AS a",
    ),
    "types_beside": (
        H + "WHERE EXISTS { MATCH (h)<-[:LIVES_IN]-(p:Person)-[:MEMBER_OF|HOLDS_POST]->(o:PartyOrganization) } RETURN h.id AS a",
        "MATCH (h:Household)<-[:LIVES_IN]-(p:Person)-[:MEMBER_OF|HOLDS_POST]->(o:PartyOrganization) RETURN h.id AS a, o.id AS b",
    ),
    "same_edge": (
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household)<-[d:CONTACTS]-(q:Person) RETURN p.id AS a, q.id AS b",
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household)<-[d:CONTACTS]-(q:Person) WHERE c <> d RETURN p.id AS a, q.id AS b",
    ),
    "keyword_name": ("MATCH (h:Household) RETURN h.until AS end", H + "RETURN h.until AS ended, h.id AS of"),
    "names_by_case": ("MATCH (h:Household), (H:Household) RETURN h.id AS a", "MATCH (h:Household), (k:Household) RETURN h.id AS a, k.id AS b"),
    "unknown_name": ("MATCH (h:household) RETURN h.id AS a", H + "RETURN h.id AS a"),
    "unknown_property": (H + "RETURN h.members AS a", H + "RETURN h.head AS a"),
    "two_types": ("MATCH (x:Unit|Grid) RETURN x.odd AS a", "MATCH (x:Unit|Grid) RETURN x.id AS a"),
    "impossible_edge": ("MATCH (h:Household)-[:CONTACTS]->(p:Person) RETURN p.id AS a", "MATCH (h:Household)<-[:CONTACTS]-(p:Person) RETURN p.id AS a"),
    "mixed_property": ("MATCH (u:Unit {level: '3'}) RETURN u.id AS a", "MATCH (u:Unit {level: 3, id: $id}) RETURN u.id AS a"),
    "outer_in_subquery": (
        G + "OPTIONAL MATCH (h)<-[c:CONTACTS]-(:Person) WHERE g.id IS NULL OR c.part <> g.id RETURN h.id AS a, count(c) AS n",
        G + "WITH h, coalesce(g.id, '') AS x OPTIONAL MATCH (h)<-[c:CONTACTS]-(:Person) WHERE x = '' OR c.part <> x RETURN h.id AS a, count(c) AS n",
    ),
    "same_node_in_exists": (
        "MATCH (h:Household)<-[:CONTACTS]-(p:Person) WHERE EXISTS { MATCH (p)-[:CONTACTS]->(k:Household) WHERE k = h } RETURN h.id AS a",
        "MATCH (h:Household)<-[:CONTACTS]-(p:Person) WHERE EXISTS { MATCH (p)-[:CONTACTS]->(k:Household) WHERE k.id = h.id } RETURN h.id AS a",
    ),
    "stranger_in_exists": (
        "MATCH (v:Unit)<-[:PART_OF]-(h:Household) RETURN EXISTS { MATCH (h)<-[:CONTACTS]-(p:Person) WHERE v IS NOT NULL } AS a, count(*) AS n",
        "MATCH (v:Unit)<-[:PART_OF]-(h:Household) RETURN EXISTS { MATCH (h)<-[:CONTACTS]-(p:Person) WHERE h.until > p.since } AS a, count(*) AS n",
    ),
    "rows_in_exists": (
        "MATCH (h:Household)<-[:CONTACTS]-(:Person) WITH h, count(*) AS n WHERE EXISTS { MATCH (h)<-[:CONTACTS]-(p:Person) WHERE n > 0 } RETURN h.id AS a",
        "MATCH (h:Household)<-[:CONTACTS]-(:Person) WITH h, count(h) AS n WHERE EXISTS { MATCH (h)<-[:CONTACTS]-(p:Person) WHERE n > 0 } RETURN h.id AS a",
    ),
    "unaliased": (H + "RETURN h.id", H + "WITH h.id AS id RETURN id"),
    "alias_twice": (H + "RETURN h.id AS a, h.code AS a", H + "RETURN h.id AS a, h.code AS b"),
    "whole_node": (H + "RETURN h AS a", H + "WITH h RETURN h.id AS a"),
    "order_without_limit": (H + "WITH h.id AS a ORDER BY a RETURN a AS a", H + "WITH h.id AS a ORDER BY a LIMIT 2 RETURN a AS a"),
    "with_distinct_node": (
        "MATCH (u:Unit) WITH DISTINCT u RETURN coalesce(u.kind, u.name) AS a, 2 AS b ORDER BY a",
        "MATCH (u:Unit)<-[:PART_OF]-(h:Household) WITH u, count(*) AS n RETURN coalesce(u.kind, u.name) AS a, 2 AS b ORDER BY a",
    ),
    "group_by_null_edge": (
        H + "OPTIONAL MATCH (h)<-[e:LIVES_IN]-(:Person) WITH e, count(*) AS n RETURN n AS a",
        H + "OPTIONAL MATCH (h)<-[e:LIVES_IN]-(:Person) WITH e.since AS s, count(*) AS n RETURN n AS a",
    ),
    "group_by_collected": (
        "MATCH (:Person)-[c:CONTACTS]->(h:Household) WITH h, collect(c.mechanism) AS ms RETURN ms AS ms, count(*) AS a",
        "MATCH (:Person)-[c:CONTACTS]->(h:Household) WITH h, collect(c.mechanism) AS ms RETURN '好邻居' IN ms AS m, count(*) AS a",
    ),
    "order_by_whole": (H + "RETURN h.code AS h ORDER BY h", H + "RETURN h.code AS c ORDER BY c"),
    "order_by_list": (
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household) WITH p, collect(c.mechanism) AS ms RETURN p.id AS a, ms AS ms ORDER BY ms",
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household) WITH p, collect(c.mechanism) AS ms RETURN p.id AS a, size(ms) AS n ORDER BY n, a",
    ),
}
"""By rule: refused, and accepted instead."""

PARAMETERS = {"d": dt.date(2020, 1, 1), "text": "2024-06-30", "id": "v1", "every": True, "n": 100, "ids": ["w1", "h1"]}
EXTRA = {"Unit": (Property("odd", "int", "一个数"),), "Grid": (Property("odd", "text", "一个词"),)}
"""Properties beyond the schema, of two types under one name."""

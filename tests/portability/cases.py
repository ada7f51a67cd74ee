"""One case per rule: a text that it refuses, and what to write instead. The second is run on both engines too."""

from __future__ import annotations

import datetime as dt

H = "MATCH (h:Household) "
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
    "null_comparison": (H + "RETURN CASE h.kind WHEN null THEN 1 ELSE 2 END AS a", H + "RETURN CASE WHEN h.kind IS NULL THEN 1 ELSE 2 END AS a"),
    "null_in_list": (H + "WHERE h.kind IN ['', null] RETURN h.id AS a", H + "WHERE h.kind IS NULL OR h.kind IN [''] RETURN h.id AS a"),
    "null_parameter": (H + "WHERE $id IS NULL OR h.id = $id RETURN h.id AS a", H + "WHERE $every OR h.id = $id RETURN h.id AS a"),
    "empty_pattern": (H + "WHERE h.id CONTAINS '' RETURN h.id AS a", H + "WHERE h.id CONTAINS 'h' RETURN h.id AS a"),
    "regex": (H + "WHERE h.head =~ '张(?=三).*' RETURN h.id AS a", H + "WHERE h.head =~ '[一-龥]{2}' RETURN h.id AS a"),
    "date_form": (H + "WHERE h.since < date() RETURN h.id AS a", H + "WHERE h.since < date('2024-06-30') AND h.until > date($text) RETURN h.id AS a"),
    "chained_comparison": ("MATCH (u:Unit) WHERE 1 < u.level < 4 RETURN u.id AS a", "MATCH (u:Unit) WHERE 1 < u.level AND u.level < 4 RETURN u.id AS a"),
    "list_index": ("UNWIND [[1, 2]] AS x RETURN x[1] AS a", "UNWIND [1, 2] AS x RETURN max(x) AS a"),
    "comprehension": (H + "WITH collect(h.code) AS cs RETURN [c IN cs WHERE c <> '001'] AS a", H + "WHERE h.code <> '001' RETURN count(h.code) AS a"),
    "quantifier": (
        "MATCH p = (a:Unit)-[:PART_OF*1..4]->(b:Unit) WHERE any(n IN nodes(p) WHERE n.kind = '村') RETURN a.id AS a, b.id AS b",
        "MATCH p = (a:Unit)-[:PART_OF*1..4]->(b:Unit) WHERE any(n IN nodes(p) WHERE coalesce(n.kind, '') = '村') RETURN a.id AS a, b.id AS b",
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
    "text_plus_null": (H + "RETURN h.kind + '!' AS a", H + "RETURN coalesce(h.kind, '') + '!' AS a"),
    "replace_null": (H + "RETURN replace(h.kind, 'a', 'b') AS a", H + "RETURN replace(coalesce(h.kind, ''), 'a', 'b') AS a"),
    "sum_of_nothing": ("MATCH (u:Unit) RETURN sum(u.level) AS a", "MATCH (u:Unit) RETURN coalesce(sum(u.level), 0) AS a"),
    "date_field": (H + "WHERE h.since.year > 2000 RETURN h.id AS a", H + "WHERE h.since < $d RETURN h.id AS a"),
    "mixed_comparison": ("MATCH (u:Unit) WHERE u.level = '3' RETURN u.id AS a", "MATCH (u:Unit) WHERE u.level = 3 RETURN u.id AS a"),
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
        H + "MATCH (h:Household)<-[:CONTACTS]-(p:Person) RETURN p.id AS a",
        H + "MATCH (h)<-[:CONTACTS]-(p:Person) RETURN p.id AS a",
    ),
    "edge_reused": (
        "MATCH (:Person)-[c:CONTACTS]->(h:Household) MATCH (p:Person)-[c:CONTACTS]->(h) RETURN p.id AS a",
        "MATCH (:Person)-[c:CONTACTS]->(h:Household) MATCH (p:Person)-[d:CONTACTS]->(h) RETURN p.id AS a, c.since AS b, d.since AS c",
    ),
    "undirected": ("MATCH (a:Unit)-[:PART_OF]-(b:Unit) RETURN a.id AS a", "MATCH (a:Unit)<-[:PART_OF]-(b:Unit) RETURN a.id AS a"),
    "untyped_edge": ("MATCH (p:Person)-[r]->(h:Household) RETURN p.id AS a", "MATCH (p:Person)-[r:CONTACTS|LIVES_IN]->(h:Household) RETURN p.id AS a"),
    "path_length": ("MATCH (a:Unit)-[:PART_OF*]->(b:Unit) RETURN a.id AS a", "MATCH (a:Unit)-[:PART_OF*1..5]->(b:Unit) RETURN DISTINCT a.id AS a, b.id AS b"),
    "zero_length_start": (
        "MATCH (p:Person)-[:PART_OF*0..2]->(u:Unit) RETURN u.id AS a",
        "MATCH (v:Unit)-[:PART_OF*0..2]->(u:Unit) RETURN v.id AS b, u.id AS a",
    ),
    "same_edge": (
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household)<-[d:CONTACTS]-(q:Person) RETURN p.id AS a, q.id AS b",
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household)<-[d:CONTACTS]-(q:Person) WHERE c <> d RETURN p.id AS a, q.id AS b",
    ),
    "keyword_name": ("MATCH (h:Household) RETURN h.until AS end", H + "RETURN h.until AS ended, h.id AS of"),
    "names_by_case": ("MATCH (h:Household), (H:Household) RETURN h.id AS a", "MATCH (h:Household), (k:Household) RETURN h.id AS a, k.id AS b"),
    "unknown_name": ("MATCH (h:household) RETURN h.id AS a", H + "RETURN h.id AS a"),
    "unknown_property": (H + "RETURN h.members AS a", H + "RETURN h.head AS a"),
    "impossible_edge": ("MATCH (h:Household)-[:CONTACTS]->(p:Person) RETURN p.id AS a", "MATCH (h:Household)<-[:CONTACTS]-(p:Person) RETURN p.id AS a"),
    "mixed_property": ("MATCH (u:Unit {level: '3'}) RETURN u.id AS a", "MATCH (u:Unit {level: 3, id: $id}) RETURN u.id AS a"),
    "outer_in_subquery": (
        H + "OPTIONAL MATCH (h)<-[c:CONTACTS]-(:Person) WHERE c.since < h.until RETURN h.id AS a, count(c) AS n",
        H + "WITH h, coalesce(h.until, date('9999-12-31')) AS u OPTIONAL MATCH (h)<-[c:CONTACTS]-(:Person) WHERE c.since < u RETURN h.id AS a, count(c) AS n",
    ),
    "unaliased": (H + "RETURN h.id", H + "WITH h.id AS id RETURN id"),
    "alias_twice": (H + "RETURN h.id AS a, h.code AS a", H + "RETURN h.id AS a, h.code AS b"),
    "whole_node": (H + "RETURN h AS a", H + "WITH h RETURN h.id AS a"),
    "order_without_limit": (H + "WITH h.id AS a ORDER BY a RETURN a AS a", H + "WITH h.id AS a ORDER BY a LIMIT 2 RETURN a AS a"),
    "with_distinct_node": (
        "MATCH (u:Unit)<-[:PART_OF]-(h:Household) WITH DISTINCT u RETURN u.id AS a",
        "MATCH (u:Unit)<-[:PART_OF]-(h:Household) WITH u, count(*) AS n RETURN u.id AS a",
    ),
    "group_by_null_edge": (
        H + "OPTIONAL MATCH (h)<-[e:LIVES_IN]-(:Person) WITH e, count(*) AS n RETURN n AS a",
        H + "OPTIONAL MATCH (h)<-[e:LIVES_IN]-(:Person) WITH e.since AS s, count(*) AS n RETURN n AS a",
    ),
    "group_by_collected": (
        "MATCH (:Person)-[c:CONTACTS]->(h:Household) WITH h, collect(c.mechanism) AS ms RETURN ms AS ms, count(*) AS a",
        "MATCH (:Person)-[c:CONTACTS]->(h:Household) WITH h, collect(c.mechanism) AS ms RETURN '好邻居' IN ms AS m, count(*) AS a",
    ),
    "order_by_list": (
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household) WITH p, collect(c.mechanism) AS ms RETURN p.id AS a, ms AS ms ORDER BY ms",
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household) WITH p, collect(c.mechanism) AS ms RETURN p.id AS a, size(ms) AS n ORDER BY n, a",
    ),
}
"""By rule: refused, and accepted instead."""

PARAMETERS = {"d": dt.date(2020, 1, 1), "text": "2024-06-30", "id": "v1", "every": True, "n": 100}

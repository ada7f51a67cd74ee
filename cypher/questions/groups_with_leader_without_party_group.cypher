// groups_with_leader_without_party_group(unit: unit = county, unit_kinds: texts = 村民小组|居民小组|小区|片区, kinds: texts = 党小组|党支部, posts: texts = 组长, ledgers: texts = 党组织, as_of: date)
// 有组长、没有党小组的小组
// 组一级(村民小组、小区、片区)有在任的组长，却没有党小组或党支部。
// row: 一个组
// unknown: 所在村没有报党组织台账，有没有党小组待核实，state 为 unknown；报了而没有写的为 gap
// topics: 村民小组 小区 党小组 组长 自治 党组织 空白
// returns: unit_path, unit_id, leaders, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (g:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH g
WHERE g.level = 4 AND g.kind IN $unit_kinds
  AND NOT EXISTS { MATCH (o:PartyOrganization)-[c:COVERS]->(g) WHERE o.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of }
WITH g, count(*) AS ways
MATCH (p:Person)-[r:HOLDS_POST]->(g)
WHERE r.post IN $posts AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
WITH g, count(DISTINCT p.id) AS leaders
RETURN g.path AS unit_path, g.id AS unit_id, leaders,
       CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(g) WHERE d.ledger IN $ledgers }
              OR EXISTS { MATCH (g)-[e:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e.since <= $as_of AND e.until > $as_of AND d.ledger IN $ledgers }
            THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, unit_id

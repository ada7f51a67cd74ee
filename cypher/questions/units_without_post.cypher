// units_without_post(unit: unit = county, unit_kinds: texts = 村民小组|居民小组|小区|片区, posts: texts = 组长, ledgers: texts = 小组长, as_of: date)
// 职务空缺的单元
// 这些种类的单元里，这些职务一个在任的人也没有。缺省问没有组长的组；也可问没有湾长的湾落、没有支部书记的村。虚拟单元不问。
// row: 一个单元
// unknown: 所在村没有报这些台账，state 为 unknown；报了而没有人的为 gap
// topics: 职务 空缺 组长 湾长 楼栋长 第一书记 村民小组
// returns: unit_path, unit_id, kind, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WHERE u.kind IN $unit_kinds AND NOT (size(u.code) = 12 AND (u.code ENDS WITH '498' OR u.code ENDS WITH '598'))
  AND NOT EXISTS { MATCH (p:Person)-[r:HOLDS_POST]->(u) WHERE r.post IN $posts AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of }
WITH u, count(*) AS ways
RETURN u.path AS unit_path, u.id AS unit_id, u.kind AS kind,
       CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e.since <= $as_of AND e.until > $as_of AND d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(g:Unit)-[f:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e <> f AND e.since <= $as_of AND e.until > $as_of AND f.since <= $as_of AND f.until > $as_of AND d.ledger IN $ledgers }
            THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, unit_id

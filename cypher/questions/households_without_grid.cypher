// households_without_grid(unit: unit = county, ledgers: texts = 网格, as_of: date)
// 不在任何网格里的户
// 已报网格台账的村里，没有写明属于哪个网格的应覆盖户。
// row: 一户
// unknown: 没有报网格台账的村，户在哪个网格待核实，不在这里逐户列出
// topics: 网格 户 空白 没有网格
// returns: unit_path, household_id, household_code, head
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (v:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH v
WHERE (EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE d.ledger IN $ledgers }
    OR EXISTS { MATCH (v)-[e:PART_OF]->(a:Unit), (d:Delivery)-[:DELIVERED_FOR]->(a) WHERE e.since <= $as_of AND e.until > $as_of AND d.ledger IN $ledgers }
    OR EXISTS { MATCH (v)-[e:PART_OF]->(a:Unit)-[f:PART_OF]->(b:Unit), (d:Delivery)-[:DELIVERED_FOR]->(b) WHERE e <> f AND e.since <= $as_of AND e.until > $as_of AND f.since <= $as_of AND f.until > $as_of AND d.ledger IN $ledgers })
WITH v AS u, count(*) AS ways
MATCH (h:Household)-[b:PART_OF]->(u)
WHERE h.counted = true AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND NOT EXISTS { MATCH (h)-[i:IN_GRID]->(g:Grid) WHERE i.since <= $as_of AND i.until > $as_of AND g.since <= $as_of AND g.until > $as_of }
WITH u, h, count(*) AS stated
RETURN u.path AS unit_path, h.id AS household_id, h.code AS household_code, h.head AS head
ORDER BY unit_path, household_id

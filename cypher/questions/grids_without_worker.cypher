// grids_without_worker(unit: unit = county, posts: texts = 专职网格员|网格员|微网格员, ledgers: texts = 网格, as_of: date)
// 没有网格员的网格
// 单元里没有一名在任网格员(posts 可改为网格长、网格指导员等)的网格。
// row: 一个网格在一个单元
// unknown: 网格只在户籍等台账里出现，村里没有报网格台账，state 为 unknown；报了而没有人的为 gap
// topics: 网格 网格员 空缺 一格一员 无人
// returns: unit_path, grid_id, kind, name, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (g:Grid)-[b:PART_OF]->(u)
WHERE g.since <= $as_of AND g.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND NOT EXISTS { MATCH (p:Person)-[r:HOLDS_POST]->(g) WHERE r.post IN $posts AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of }
WITH u, g, count(*) AS stated
RETURN u.path AS unit_path, g.id AS grid_id, g.kind AS kind, g.name AS name,
       CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger IN $ledgers } THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, grid_id

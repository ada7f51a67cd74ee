// grids_of_unit(unit: unit = county, posts: texts = 专职网格员|网格员|微网格员, as_of: date)
// 单元里有哪些网格
// 每个网格的类别、所在单元、上级网格数、应覆盖户数、在任的网格员人数和网格长等全部任职人数。
// row: 一个网格在一个单元
// unknown: 不涉及：数的是台账写明的；没有行的村没有网格，或者没有报网格台账
// topics: 网格 网格员 网格长 户数 名单
// returns: unit_path, grid_id, kind, name, parents, households, workers, holders
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (g:Grid)-[b:PART_OF]->(u)
WHERE g.since <= $as_of AND g.until > $as_of AND b.since <= $as_of AND b.until > $as_of
WITH u, g, count(*) AS stated
OPTIONAL MATCH (h:Household)-[i:IN_GRID]->(g)
WHERE h.counted = true AND h.since <= $as_of AND h.until > $as_of AND i.since <= $as_of AND i.until > $as_of
WITH u, g, count(DISTINCT h.id) AS households
OPTIONAL MATCH (g)-[b:PART_OF]->(a:Grid)
WHERE b.since <= $as_of AND b.until > $as_of AND a.since <= $as_of AND a.until > $as_of
WITH u, g, households, count(DISTINCT a.id) AS parents
OPTIONAL MATCH (p:Person)-[r:HOLDS_POST]->(g)
WHERE r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
WITH u, g, households, parents, count(DISTINCT CASE WHEN r.post IN $posts THEN p.id END) AS workers, count(DISTINCT p.id) AS holders
RETURN u.path AS unit_path, g.id AS grid_id, g.kind AS kind, g.name AS name, parents, households, workers, holders
ORDER BY unit_path, grid_id

// grid_workers_with_several_grids(unit: unit = county, posts: texts = 专职网格员|网格员|网格长, at_least: int = 2, as_of: date)
// 一人管几个网格
// 同一个在任的网格员、网格长在单元里的几个网格任职。“一格一员”是否成立。
// row: 一个人
// unknown: 不涉及：只数台账写明的任职；没有身份证号的同名人不会被当作一人
// topics: 网格员 网格 兼任 一格一员 一人多岗
// returns: person_id, name, grids, first_grid, last_grid
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
WITH g, count(*) AS stated
MATCH (p:Person)-[r:HOLDS_POST]->(g)
WHERE r.post IN $posts AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
WITH p, count(DISTINCT g.id) AS grids, min(g.name) AS first_grid, max(g.name) AS last_grid
WHERE grids >= $at_least
RETURN p.id AS person_id, p.name AS name, grids, first_grid, last_grid
ORDER BY grids DESC, person_id

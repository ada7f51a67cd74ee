// groups_split_by_grids(unit: unit = county, kinds: texts = 专职网格|网格|综合微网格, at_least: int = 2, as_of: date)
// 被网格分开的组
// 一个村民小组(小区、片区)的户分属几个同级网格的。网格分几级的，kinds 写其中一级。households 按户次：一户写了两个网格的算两次。
// row: 一个组
// unknown: 不涉及：只看写明网格的户；no_grid 是组里没有写网格的应覆盖户数，属于哪个网格待核实
// topics: 网格 村民小组 小区 组界 交叉 分割
// returns: unit_path, unit_id, grids, households, no_grid
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (w:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH w
WHERE w.level = 4
WITH w, $as_of AS day, count(*) AS ways
MATCH path = (x:Unit)-[:PART_OF*0..1]->(w)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH w, x, count(*) AS ways
MATCH (h:Household)-[b:PART_OF]->(x)
WHERE h.counted = true AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of
WITH w, h, count(*) AS stated
OPTIONAL MATCH (h)-[i:IN_GRID]->(g:Grid)
WHERE g.kind IN $kinds AND i.since <= $as_of AND i.until > $as_of AND g.since <= $as_of AND g.until > $as_of
WITH w, g, count(h.id) AS homes
WITH w, count(g.id) AS grids, coalesce(sum(CASE WHEN g.id IS NULL THEN 0 ELSE homes END), 0) AS households, coalesce(sum(CASE WHEN g.id IS NULL THEN homes ELSE 0 END), 0) AS no_grid
WHERE grids >= $at_least
RETURN w.path AS unit_path, w.id AS unit_id, grids, households, no_grid
ORDER BY grids DESC, unit_id

// grids_crossing_group_borders(unit: unit = county, at_least: int = 2, as_of: date)
// 跨组的网格
// 网格里的户分属几个村民小组(小区、片区)的网格。只知道住在哪个村的户不算进任何组。
// row: 一个网格
// unknown: 不涉及：只看写明网格、又写明组的户；village_households 是网格里只知道村的户数，组界待核实
// topics: 网格 村民小组 小区 组界 交叉 跨组
// returns: grid_id, kind, name, groups, households, village_households
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (x:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH x
WHERE x.level >= 3
WITH x, count(*) AS ways
OPTIONAL MATCH (x)-[e:PART_OF]->(w:Unit)
WHERE w.level = 4 AND e.since <= $as_of AND e.until > $as_of
WITH x, min(coalesce(w.id, '')) AS above
WITH x, CASE WHEN x.level = 4 THEN x.id ELSE above END AS within
MATCH (g:Grid)<-[i:IN_GRID]-(h:Household)-[b:PART_OF]->(x)
WHERE h.counted = true AND g.since <= $as_of AND g.until > $as_of AND i.since <= $as_of AND i.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of
WITH g, within, count(h.id) AS homes
WITH g, count(DISTINCT CASE WHEN within <> '' THEN within END) AS groups, coalesce(sum(homes), 0) AS households, coalesce(sum(CASE WHEN within = '' THEN homes ELSE 0 END), 0) AS village_households
WHERE groups >= $at_least
RETURN g.id AS grid_id, g.kind AS kind, g.name AS name, groups, households, village_households
ORDER BY groups DESC, grid_id

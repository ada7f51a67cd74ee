// grid_parents(as_of: date)
// 微网格属于哪个综合网格
// row: 一个网格、它的一个上级网格
// unknown: 没有行的网格没有写明上级网格
// topics: 网格 微网格 上级
// returns: child, parent
MATCH (g:Grid)-[r:PART_OF]->(above:Grid)
WHERE r.since <= $as_of AND r.until > $as_of
  AND g.since <= $as_of AND g.until > $as_of AND above.since <= $as_of AND above.until > $as_of
RETURN DISTINCT g.id AS child, above.id AS parent

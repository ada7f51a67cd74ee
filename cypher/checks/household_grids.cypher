// household_grids(as_of: date)
// 户在哪个网格
// row: 一户、一个网格
// unknown: 没有行的户没有写明网格
// topics: 网格 户
// returns: household, grid
MATCH (h:Household)-[e:IN_GRID]->(g:Grid)
WHERE e.since <= $as_of AND e.until > $as_of
  AND h.since <= $as_of AND h.until > $as_of AND g.since <= $as_of AND g.until > $as_of
RETURN DISTINCT h.id AS household, g.id AS grid

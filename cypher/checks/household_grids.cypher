// household_grids(as_of)
// Which household is in which grid on a day.
// One row per household and grid. A household without a row is in none.
// returns: household, grid
MATCH (h:Household)-[e:IN_GRID]->(g:Grid)
WHERE e.since <= $as_of AND e.until > $as_of
  AND h.since <= $as_of AND h.until > $as_of AND g.since <= $as_of AND g.until > $as_of
RETURN DISTINCT h.id AS household, g.id AS grid

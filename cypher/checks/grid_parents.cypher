// grid_parents(as_of)
// Which grid is part of which (微网格 of 综合网格).
// One row per pair. A micro-grid without a row has no parent.
// returns: child, parent
MATCH (g:Grid)-[r:PART_OF]->(above:Grid)
WHERE r.since <= $as_of AND r.until > $as_of
  AND g.since <= $as_of AND g.until > $as_of AND above.since <= $as_of AND above.until > $as_of
RETURN DISTINCT g.id AS child, above.id AS parent

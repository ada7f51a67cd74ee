// grids(as_of)
// The grids of a day with the village they belong to.
// One row per grid and village; a village without any has no grids.
// returns: id, code, name, kind, unit
MATCH (g:Grid)-[r:PART_OF]->(u:Unit)
WHERE g.since <= $as_of AND g.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN DISTINCT g.id AS id, g.code AS code, g.name AS name, g.kind AS kind, u.id AS unit

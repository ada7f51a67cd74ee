// grids()
// The grids with the village they belong to.
// One row per grid; a village without any has no grids.
// returns: id, code, name, kind, unit
MATCH (g:Grid)-[:PART_OF]->(u:Unit)
RETURN g.id AS id, g.code AS code, g.name AS name, g.kind AS kind, u.id AS unit

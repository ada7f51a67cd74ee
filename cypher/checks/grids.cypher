// grids()
// The grids with the village they belong to.
// One row per grid; a village without any has no grids.
// returns: id, code, name, unit
MATCH (g:Grid)-[:PART_OF]->(u:Unit)
RETURN g.id AS id, g.code AS code, g.name AS name, u.id AS unit

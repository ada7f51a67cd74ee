// units()
// The tree of units as it stands in the edition.
// One row per unit, parents before children by level; unknown does not arise.
// returns: id, code, name, path, kind, level, urban_rural, parent
MATCH (u:Unit)
OPTIONAL MATCH (u)-[:PART_OF]->(above:Unit)
RETURN u.id AS id, u.code AS code, u.name AS name, u.path AS path, u.kind AS kind, u.level AS level, u.urban_rural AS urban_rural, coalesce(above.id, '') AS parent

// grids(as_of: date)
// 当天的网格和所属的村
// row: 一个网格、一个村
// unknown: 没有行的村没有网格，没有报网格台账时是待核实
// topics: 网格 村
// returns: id, code, name, kind, unit
MATCH (g:Grid)-[r:PART_OF]->(u:Unit)
WHERE g.since <= $as_of AND g.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN DISTINCT g.id AS id, g.code AS code, g.name AS name, g.kind AS kind, u.id AS unit

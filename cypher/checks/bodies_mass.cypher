// bodies_mass(as_of)
// Mass organisations that exist on a day, with the unit that each stands in.
// One row per body and unit; unit is '' where none is stated, stands is 0 where the body no longer (not yet) stands in that unit, or the unit is no more.
// returns: id, kind, name, unit, stands
MATCH (o:MassOrganization)
WHERE o.since <= $as_of AND o.until > $as_of
OPTIONAL MATCH (o)-[c:COVERS]->(u:Unit)
RETURN o.id AS id, o.kind AS kind, o.name AS name, coalesce(u.id, '') AS unit,
       CASE WHEN c.since <= $as_of AND c.until > $as_of AND u.since <= $as_of AND u.until > $as_of THEN 1 ELSE 0 END AS stands

// body_grids(as_of)
// Bodies that stand on a grid (支部建在网格上) on a day.
// One row per body and grid. A grid without a row has none.
// returns: body, kind, grid
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution|Place)-[c:COVERS]->(g:Grid)
WHERE c.since <= $as_of AND c.until > $as_of
  AND o.since <= $as_of AND o.until > $as_of AND g.since <= $as_of AND g.until > $as_of
RETURN DISTINCT o.id AS body, o.kind AS kind, g.id AS grid

// body_grids(as_of: date)
// 设在网格上的组织
// 支部建在网格上：当天覆盖某个网格的组织。
// row: 一个组织、一个网格
// unknown: 没有行的网格上没有组织；所在村没有报组织台账的，是待核实
// topics: 组织 网格 支部
// returns: body, kind, grid
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution|Place)-[c:COVERS]->(g:Grid)
WHERE c.since <= $as_of AND c.until > $as_of
  AND o.since <= $as_of AND o.until > $as_of AND g.since <= $as_of AND g.until > $as_of
RETURN DISTINCT o.id AS body, o.kind AS kind, g.id AS grid

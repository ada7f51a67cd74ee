// bodies_party(as_of: date)
// 当天存在的党组织和所在单元
// row: 一个组织和它所在的一个单元
// unknown: 不在任何行里的组织是没有这样的组织；unit 为空是台账没有写明在哪个单元；stands 为 0 是当天不(再)在那个单元，或那个单元已撤并
// topics: 党组织 所在单元
// returns: id, kind, name, unit, stands
MATCH (o:PartyOrganization)
WHERE o.since <= $as_of AND o.until > $as_of
OPTIONAL MATCH (o)-[c:COVERS]->(u:Unit)
RETURN o.id AS id, o.kind AS kind, o.name AS name, coalesce(u.id, '') AS unit,
       CASE WHEN c.since <= $as_of AND c.until > $as_of AND u.since <= $as_of AND u.until > $as_of THEN 1 ELSE 0 END AS stands

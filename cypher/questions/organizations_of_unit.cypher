// organizations_of_unit(unit: unit = county, as_of: date)
// 单元里有哪些组织
// 这个单元和以下各级当天存在的每个组织：类别、名称、所在单元，上级几个、在任负责人几名、成员几人、入社几户。
// row: 一个组织在一个单元
// unknown: 不涉及：数的是台账写明的；成员名册没有报的村，成员数为 0 不等于没有成员，见 party_organizations_without_members
// topics: 组织 名单 负责人 成员 上级 单元
// returns: unit_path, organization_id, kind, name, superiors, holders, members, households
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)-[c:COVERS]->(u)
WHERE o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
WITH u, o, count(*) AS stated
OPTIONAL MATCH (p:Person)-[m:MEMBER_OF]->(o)
WHERE m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of
WITH u, o, count(DISTINCT p.id) AS members
OPTIONAL MATCH (h:Household)-[m:MEMBER_OF]->(o)
WHERE m.since <= $as_of AND m.until > $as_of AND h.since <= $as_of AND h.until > $as_of
WITH u, o, members, count(DISTINCT h.id) AS households
OPTIONAL MATCH (p:Person)-[r:HOLDS_POST]->(o)
WHERE r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
WITH u, o, members, households, count(DISTINCT p.id) AS holders
OPTIONAL MATCH (o)-[r:UNDER]->(b:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)
WHERE r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of
WITH u, o, members, households, holders, count(DISTINCT b.id) AS superiors
RETURN u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name, superiors, holders, members, households
ORDER BY unit_path, organization_id

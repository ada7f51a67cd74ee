// leaders_of_several_organizations(unit: unit = county, kinds: texts = 党小组|党支部|党总支|党委, posts: texts = 负责人|书记|组长|主任, at_least: int = 2, as_of: date)
// 一人负责几个同类组织
// 同一个在任的人同时是这些类别的几个组织的负责人。组长有 921 名，不等于党小组有 921 个：这里看一人顶几个。
// row: 一个人
// unknown: 不涉及：只数台账写明的任职；没有身份证号的同名人不会被当作一人
// topics: 负责人 党小组 组长 书记 兼任 一人多岗 支部书记
// returns: person_id, name, organizations, first_organization, last_organization
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)-[c:COVERS]->(u)
WHERE o.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
WITH o, count(*) AS stated
MATCH (p:Person)-[r:HOLDS_POST]->(o)
WHERE r.post IN $posts AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
WITH p, count(DISTINCT o.id) AS organizations, min(o.name) AS first_organization, max(o.name) AS last_organization
WHERE organizations >= $at_least
RETURN p.id AS person_id, p.name AS name, organizations, first_organization, last_organization
ORDER BY organizations DESC, person_id

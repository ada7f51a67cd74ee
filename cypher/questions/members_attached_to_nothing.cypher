// members_attached_to_nothing(unit: unit = county, roster: text = 党员, roles: texts = 党员, as_of: date)
// 在名册上、不在任何组织里的人
// 列在村里某个名册上(缺省党员名册)，却没有以这种身份(缺省党员)属于任何一个还在的组织。问团员：roster=团员 roles=团员；工会：工会会员、会员；妇女：妇女、成员。
// row: 一个人列在一个村的名册上
// unknown: 不涉及：名册已报，组织一栏空着或查不到这个组织；source 是名册的那一行。去世、迁出、离任的不问
// topics: 党员 团员 工会会员 妇女 名册 组织关系 挂空 口袋党员
// returns: unit_path, person_id, name, roster, source
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (p:Person)-[l:LISTED_IN]->(u)
WHERE l.roster = $roster AND l.since <= $as_of AND l.until > $as_of AND p.left_on > $as_of
  AND NOT EXISTS { MATCH (p)-[m:MEMBER_OF]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution) WHERE m.role IN $roles AND m.since <= $as_of AND m.until > $as_of AND o.since <= $as_of AND o.until > $as_of }
RETURN u.path AS unit_path, p.id AS person_id, p.name AS name, l.roster AS roster, min(l.source) AS source
ORDER BY unit_path, person_id

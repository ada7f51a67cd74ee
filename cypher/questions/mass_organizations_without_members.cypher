// mass_organizations_without_members(unit: unit = county, kinds: texts = 工会联合会|工会分会|湾落工会小组|团支部|团小组|团建微联盟|妇女联合会|妇女小组|妇女微家|青年突击队, as_of: date)
// 没有成员的群团组织
// 村(社区)及以下、没有下级的群团组织，名下没有一名在册成员。去世、迁出、离任的不算；有下级的，问它的下级。
// row: 一个群团组织在一个单元
// unknown: 青年突击队看队伍成员台账，其余看群团成员台账：所在村没有报的，state 为 unknown；报了而没有人的为 gap
// topics: 群团 工会 共青团 团支部 妇联 妇女微家 成员 空壳
// returns: unit_path, organization_id, kind, name, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WHERE u.level >= 3
WITH u, count(*) AS ways
MATCH (o:MassOrganization)-[c:COVERS]->(u)
WHERE o.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
  AND NOT EXISTS { MATCH (p:Person)-[m:MEMBER_OF]->(o) WHERE m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of }
  AND NOT EXISTS { MATCH (b:MassOrganization)-[r:UNDER]->(o) WHERE r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of }
WITH u, o, count(*) AS stated
OPTIONAL MATCH (u)-[u1:PART_OF]->(ua:Unit)
WHERE u1.since <= $as_of AND u1.until > $as_of
OPTIONAL MATCH (ua)-[u2:PART_OF]->(ub:Unit)
WHERE u2.since <= $as_of AND u2.until > $as_of
WITH u, o, coalesce(CASE WHEN u.level = 3 THEN u.id WHEN ua.level = 3 THEN ua.id WHEN ub.level = 3 THEN ub.id ELSE u.id END, '') AS village, CASE WHEN o.kind = '青年突击队' THEN '队伍成员' ELSE '群团成员' END AS ledger
OPTIONAL MATCH (v:Unit)<-[:DELIVERED_FOR]-(d:Delivery)
WHERE v.id = village AND d.ledger = ledger
WITH u, o, count(d) AS deliveries
RETURN u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name,
       CASE WHEN deliveries > 0 THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, organization_id

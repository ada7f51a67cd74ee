// organizations_without_superior(unit: unit = county, kinds: texts = 党委|党总支|党支部|党小组|工会分会|团小组|妇女小组|团建微联盟|湾落工会小组|妇女微家, as_of: date)
// 没有上级的组织
// 村(社区)及以下这些类别的组织，当天没有一个还在的上级组织。镇街以上的不问。
// row: 一个组织在一个单元
// unknown: 党的组织看党组织台账，群团看群团组织台账：所在村没有报的，上级写在哪里待核实，state 为 unknown；报了而没有写上级的为 gap
// topics: 上级 隶属 断链 党支部 党小组 群团 孤立
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
MATCH (o:PartyOrganization|MassOrganization)-[c:COVERS]->(u)
WHERE o.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of AND NOT EXISTS { MATCH (o)-[r:UNDER]->(b:PartyOrganization|MassOrganization) WHERE r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of }
WITH u, o, count(*) AS stated
OPTIONAL MATCH (u)-[u1:PART_OF]->(ua:Unit)
WHERE u1.since <= $as_of AND u1.until > $as_of
OPTIONAL MATCH (ua)-[u2:PART_OF]->(ub:Unit)
WHERE u2.since <= $as_of AND u2.until > $as_of
WITH u, o, coalesce(CASE WHEN u.level = 3 THEN u.id WHEN ua.level = 3 THEN ua.id WHEN ub.level = 3 THEN ub.id ELSE u.id END, '') AS village, CASE WHEN o.kind CONTAINS '党' THEN '党组织' ELSE '群团组织' END AS ledger
OPTIONAL MATCH (v:Unit)<-[:DELIVERED_FOR]-(d:Delivery)
WHERE v.id = village AND d.ledger = ledger
WITH u, o, count(d) AS deliveries
RETURN u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name,
       CASE WHEN deliveries > 0 THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, organization_id

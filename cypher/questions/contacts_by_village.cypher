// contacts_by_village(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 各村的联系人数和联系户数
// 每个村(社区)每种机制：有多少联系人，联系了多少应覆盖户。联系有效：当天已开始、没有结束，联系人在任。一个联系人在几个村有户，每个村各算一次。
// 应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一个村(社区)的一种机制
// unknown: 没有行的村没有这种有效联系，也可能没有报：见 villages_that_delivered_nothing
// topics: 联系人 村 机制 人数 统计
// returns: unit_path, unit_id, mechanism, contacts, households
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
OPTIONAL MATCH (u)-[u1:PART_OF]->(ua:Unit)
WHERE u1.since <= $as_of AND u1.until > $as_of
OPTIONAL MATCH (ua)-[u2:PART_OF]->(ub:Unit)
WHERE u2.since <= $as_of AND u2.until > $as_of
WITH u, coalesce(CASE WHEN u.level = 3 THEN u.id WHEN ua.level = 3 THEN ua.id WHEN ub.level = 3 THEN ub.id ELSE u.id END, '') AS village
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
MATCH (h)<-[c:CONTACTS]-(p:Person)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
WITH village, c.mechanism AS mechanism, count(DISTINCT p) AS contacts, count(DISTINCT h) AS households
MATCH (v:Unit)
WHERE v.id = village
RETURN v.path AS unit_path, v.id AS unit_id, mechanism AS mechanism, contacts AS contacts, households AS households
ORDER BY unit_path, unit_id, mechanism

// persons_with_several_mechanisms(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 一人兼几种联系身份
// 以两种以上机制有效联系户的人，如联户长兼党员中心户；households 是他在本单元范围内联系的不同的户，包括不计入应覆盖的户。联系有效：当天已开始、没有结束，联系人在任。
// 多的在前。
// row: 一个人
// unknown: 不涉及
// topics: 联系人 兼 几种 身份 联户长 党员中心户
// returns: person_id, name, mechanisms, households
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
MATCH (h)<-[c:CONTACTS]-(p:Person)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
WITH p, count(DISTINCT c.mechanism) AS mechanisms, count(DISTINCT h) AS households
WHERE mechanisms > 1
RETURN p.id AS person_id, p.name AS name, mechanisms AS mechanisms, households AS households
ORDER BY mechanisms DESC, person_id

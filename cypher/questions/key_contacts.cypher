// key_contacts(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 走了就有户没人联系的人
// 当天只靠一个人联系的应覆盖户，按这个人数；alone 是本单元范围内只有他联系的户数。联系有效：当天已开始、没有结束，联系人在任。
// 多的在前。具体是哪些户见 lost_if_person_leaves。
// row: 一个联系人
// unknown: 不涉及：可能联系此户的人(一行符合几户)不算
// topics: 联系人 关键 离任 户 只有一人
// returns: person_id, name, alone
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
MATCH (h)<-[c:CONTACTS]-(p:Person)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
WITH h, count(DISTINCT p) AS contacts, min(p.id) AS one
WHERE contacts = 1
WITH one, count(*) AS alone
MATCH (who:Person)
WHERE who.id = one
RETURN who.id AS person_id, who.name AS name, alone AS alone
ORDER BY alone DESC, person_id

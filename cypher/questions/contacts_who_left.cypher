// contacts_who_left(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 已不在任的联系人
// 联系没有结束，本人到当天已去世、迁出或离任的联系人，和他名下的户数；户数包括不计入应覆盖的户。
// unit_path 是他名下各户所在单元中排在最前的一个；一人在几个单元有户的，户数是本单元范围内的。
// row: 一个联系人的一种机制
// unknown: 不涉及：台账没有写明去世、迁出、离任的，不算离任
// topics: 联系人 离任 去世 迁出
// returns: unit_path, person_id, name, mechanism, households, left_on, left_why
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
WHERE c.mechanism IN $mechanisms AND c.until > $as_of AND p.left_on <= $as_of
WITH p, c.mechanism AS mechanism, min(u.path) AS unit_path, count(DISTINCT h) AS households
RETURN unit_path AS unit_path, p.id AS person_id, p.name AS name, mechanism AS mechanism, households AS households, p.left_on AS left_on, p.left_why AS left_why
ORDER BY unit_path, person_id, mechanism

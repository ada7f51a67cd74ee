// contacts_in_own_household(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 自己联系自己家的联系人
// 联系的户就是自己住的户。联系有效：当天已开始、没有结束，联系人在任。这样的户算覆盖，是不是要换人由当地定。
// row: 一户、一个联系人、一种机制
// unknown: 没有写明住在哪一户的联系人不在这里
// topics: 联系人 自己家 户
// returns: unit_path, household_id, code, person_id, name, mechanism
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
MATCH (h)<-[c:CONTACTS]-(p:Person)-[l:LIVES_IN]->(h)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of AND l.since <= $as_of AND l.until > $as_of
RETURN DISTINCT u.path AS unit_path, h.id AS household_id, h.code AS code, p.id AS person_id, p.name AS name, c.mechanism AS mechanism
ORDER BY unit_path, household_id, person_id, mechanism

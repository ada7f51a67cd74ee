// households_whose_only_contact_left(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 只剩已不在任的人联系的户
// 应覆盖户中，联系没有结束，联系人到当天已去世、迁出或离任，又没有别的有效联系的户，和这个联系人。联系有效：当天已开始、没有结束，联系人在任。
// 应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一户的一个已不在任的联系人、一种机制
// unknown: 不涉及：台账没有写明去世、迁出、离任的，不算离任
// topics: 户 联系人 离任 去世 迁出
// returns: unit_path, household_id, code, head, person_id, name, mechanism, left_on
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
  AND NOT EXISTS {
  MATCH (h)<-[c:CONTACTS]-(p:Person)
  WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of }
MATCH (h)<-[c:CONTACTS]-(p:Person)
WHERE c.mechanism IN $mechanisms AND c.until > $as_of AND p.left_on <= $as_of
RETURN DISTINCT u.path AS unit_path, h.id AS household_id, h.code AS code, h.head AS head, p.id AS person_id, p.name AS name, c.mechanism AS mechanism,
       p.left_on AS left_on
ORDER BY unit_path, household_id, person_id, mechanism

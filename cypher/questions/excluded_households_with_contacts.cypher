// excluded_households_with_contacts(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 不计入应覆盖、却有人联系的户
// 空户、空挂户、销户、整户迁出和虚拟单元的户中，有有效联系的，和联系人：要么户的情况变了，要么联系人白占一户。联系有效：当天已开始、没有结束，联系人在任。
// row: 一户、一个联系人、一种机制
// unknown: 不涉及
// topics: 户 空户 销户 联系人 不计入
// returns: unit_path, household_id, code, kind, person_id, name, mechanism
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND NOT h.counted
MATCH (h)<-[c:CONTACTS]-(p:Person)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT u.path AS unit_path, h.id AS household_id, h.code AS code, h.kind AS kind, p.id AS person_id, p.name AS name, c.mechanism AS mechanism
ORDER BY unit_path, household_id, person_id, mechanism

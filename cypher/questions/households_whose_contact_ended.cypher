// households_whose_contact_ended(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 联系已经结束、没有接上的户
// 应覆盖户中，有过联系，到当天已结束，又没有别的有效联系的户；ended_on 是最后一条联系结束的日期。联系有效：当天已开始、没有结束，联系人在任。
// 联系没有结束而联系人已不在任的，见 households_whose_only_contact_left；两种都有的户两处都在。
// 应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一户
// unknown: 不涉及：联系写明了结束日期
// topics: 户 联系 结束 到期
// returns: unit_path, household_id, code, head, ended_on
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
WHERE c.mechanism IN $mechanisms AND c.until <= $as_of
RETURN u.path AS unit_path, h.id AS household_id, h.code AS code, h.head AS head, max(c.until) AS ended_on
ORDER BY unit_path, household_id

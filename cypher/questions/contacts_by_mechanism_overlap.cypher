// contacts_by_mechanism_overlap(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 两种机制同时联系的户
// 每两种机制都有效联系的应覆盖户有多少，其中 same_person 是两种机制由同一个人联系的户。联系有效：当天已开始、没有结束，联系人在任。
// 没有这样的户的两种机制不列。应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 两种联系机制，first 排在 second 之前
// unknown: 不涉及
// topics: 机制 重叠 重复 户 统计
// returns: first, second, households, same_person
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
MATCH (h)<-[k:CONTACTS]-(other:Person)
WHERE k.mechanism IN $mechanisms AND k.since <= $as_of AND k.until > $as_of AND other.left_on > $as_of AND k.mechanism > c.mechanism
RETURN c.mechanism AS first, k.mechanism AS second, count(DISTINCT h.id) AS households,
       count(DISTINCT CASE WHEN other.id = p.id THEN h.id END) AS same_person
ORDER BY first, second

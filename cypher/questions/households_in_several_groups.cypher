// households_in_several_groups(unit: unit = county, mechanism: text = 联户长, as_of: date)
// 同时在几个联户分组的户
// 当天由两名以上联户长(或别的同一种联系人)联系的应覆盖户；本应恰好一名。联系有效：当天已开始、没有结束，联系人在任。
// 应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一户
// unknown: 不涉及：没有联系的户不在这里
// topics: 户 联户长 分组 重复 几个
// returns: unit_path, household_id, code, head, contacts
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
WHERE c.mechanism = $mechanism AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
WITH u, h, count(DISTINCT p) AS contacts
WHERE contacts > 1
RETURN u.path AS unit_path, h.id AS household_id, h.code AS code, h.head AS head, contacts AS contacts
ORDER BY unit_path, household_id

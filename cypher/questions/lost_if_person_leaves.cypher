// lost_if_person_leaves(person: person, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 这个人走了，哪些户就没有人联系
// 当天只有这一个人有效联系的应覆盖户。联系有效：当天已开始、没有结束，联系人在任。
// 应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一户
// unknown: 不涉及：可能联系此户的人(一行符合几户)不算
// topics: 联系人 离任 户 只有一人
// returns: unit_path, household_id, code, head
MATCH (p:Person)-[c:CONTACTS]->(h:Household)-[r:PART_OF]->(u:Unit)
WHERE p.id = $person AND c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
WITH u, h, count(*) AS edges
WHERE NOT EXISTS {
  MATCH (h)<-[k:CONTACTS]-(other:Person)
  WHERE other.id <> $person AND k.mechanism IN $mechanisms AND k.since <= $as_of AND k.until > $as_of AND other.left_on > $as_of }
RETURN u.path AS unit_path, h.id AS household_id, h.code AS code, h.head AS head
ORDER BY unit_path, household_id

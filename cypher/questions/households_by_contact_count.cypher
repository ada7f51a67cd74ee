// households_by_contact_count(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 户按联系人数分
// 有 0 个、1 个、2 个……联系人的应覆盖户各多少。联系有效：当天已开始、没有结束，联系人在任。
// 一个人以几种机制联系一户，算一个联系人。应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一种联系人数
// unknown: 0 个联系人的户里有缺口也有待核实，见 households_nobody_reaches
// topics: 户 联系人 人数 分布 统计
// returns: contacts, households
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
OPTIONAL MATCH (h)<-[c:CONTACTS]-(p:Person)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
WITH h, count(DISTINCT p) AS contacts
RETURN contacts AS contacts, count(*) AS households
ORDER BY contacts

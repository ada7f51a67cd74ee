// coverage_by_mechanism(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 各种机制各覆盖多少户
// 每种联系机制覆盖的应覆盖户数和联系人数。联系有效：当天已开始、没有结束，联系人在任。
// 一户有几种机制，各数一次；households 不能相加。应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一种联系机制
// unknown: 不在这里分：没有覆盖的户是缺口还是待核实，见 coverage_by_child_unit
// topics: 覆盖 机制 联系 统计 覆盖率
// returns: mechanism, households, contacts
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
RETURN c.mechanism AS mechanism, count(DISTINCT h) AS households, count(DISTINCT p) AS contacts
ORDER BY mechanism

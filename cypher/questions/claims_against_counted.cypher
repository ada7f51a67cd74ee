// claims_against_counted(unit: unit = county, as_of: date)
// 填报的总户数和登记里的户数
// 每个填报了总户数的单元：填报多少，登记里连同下级的应覆盖户有多少，difference 是登记减填报。
// qualifier 是填报时写的约、余、以上、不低于。
// 应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一个填报数
// unknown: 没有待核实：没有填报的单元不在这里
// topics: 填报 总户数 核对 单元 相差
// returns: unit_path, unit_id, claimed, qualifier, counted, difference, source
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
UNWIND nodes(path) AS above
WITH u, above.id AS unit_id, above.level AS level
OPTIONAL MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
WITH unit_id, count(h) AS counted
MATCH (v:Unit)<-[:CLAIMED_FOR]-(k:Claim)
WHERE v.id = unit_id AND k.measure = '总户数'
RETURN v.path AS unit_path, v.id AS unit_id, k.value AS claimed, k.qualifier AS qualifier, counted AS counted, counted - k.value AS difference, k.source AS source
ORDER BY unit_path, unit_id, source, claimed

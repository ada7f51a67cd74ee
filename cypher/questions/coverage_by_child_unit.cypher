// coverage_by_child_unit(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 下级单元的覆盖
// 一个单元的每个直接下级：应覆盖多少户，覆盖、未覆盖、待核实各多少；of = met + gap + unknown。联系有效：当天已开始、没有结束，联系人在任。
// 只知道在本单元、不知道在哪个下级的户，写在本单元自己的一行。没有应覆盖户的下级不列。应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一个直接下级单元，或本单元自己
// unknown: 没有有效联系，而且有一种机制的台账(党代表、人大代表、政协委员是两代表一委员台账，其余同名)此户的村没有报、也没有写过此户(not_delivered)，或有一行台账同时符合几户(household_ambiguous)
// topics: 覆盖 下级 单元 镇 村 统计 覆盖率
// returns: unit_id, unit_name, unit_path, of, met, gap, unknown
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH step = (child:Unit)-[:PART_OF*0..1]->(top)
WHERE all(r IN relationships(step) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH child, day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(child)
WHERE (child.id <> $unit OR u.id = $unit)
  AND all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH child, u
OPTIONAL MATCH (u)-[r1:PART_OF]->(a:Unit)
WHERE r1.since <= $as_of AND r1.until > $as_of
OPTIONAL MATCH (a)-[r2:PART_OF]->(b:Unit)
WHERE r2.since <= $as_of AND r2.until > $as_of
WITH child, u, coalesce(CASE WHEN u.level = 3 THEN u.id WHEN a.level = 3 THEN a.id WHEN b.level = 3 THEN b.id ELSE u.id END, '') AS village
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
WITH child, u, village, count(h) AS households
UNWIND $mechanisms AS mechanism
WITH child, u, households, village, CASE WHEN mechanism IN ['党代表', '人大代表', '政协委员'] THEN '两代表一委员' ELSE mechanism END AS ledger, count(*) AS stated
OPTIONAL MATCH (v:Unit)<-[:DELIVERED_FOR]-(d:Delivery)
WHERE v.id = village AND d.ledger = ledger
WITH child, u, households, ledger, count(d) AS deliveries
WITH child, u, households, CASE WHEN deliveries > 0 THEN '' ELSE ledger END AS missing, count(*) AS ledgers
OPTIONAL MATCH (k:Household)-[s:PART_OF]->(u)
WHERE s.since <= $as_of AND s.until > $as_of AND k.since <= $as_of AND k.until > $as_of AND k.counted
  AND NOT EXISTS {
  MATCH (k)<-[c:CONTACTS]-(p:Person)
  WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of }
OPTIONAL MATCH (k)<-[e:CONTACTS]-(q:Person)
WHERE e.mechanism IN $mechanisms
WITH child, u, households, missing, coalesce(k.id, '') AS home, max(CASE WHEN EXISTS { MATCH (k)<-[m:MAY_CONTACT]-(z:Person) WHERE m.mechanism IN $mechanisms } THEN 1 ELSE 0 END) AS doubted,
     max(CASE WHEN (CASE WHEN e.mechanism IN ['党代表', '人大代表', '政协委员'] THEN '两代表一委员' ELSE e.mechanism END) = missing THEN 1 ELSE 0 END) AS heard
WITH child, u, households, home, max(CASE WHEN doubted = 1 OR (missing <> '' AND heard = 0) THEN 1 ELSE 0 END) AS unsure
WITH child, u, households, households - count(CASE WHEN home <> '' THEN 1 END) AS met, count(CASE WHEN home <> '' AND unsure = 1 THEN 1 END) AS unknown
RETURN child.id AS unit_id, child.name AS unit_name, child.path AS unit_path, coalesce(sum(households), 0) AS of, coalesce(sum(met), 0) AS met, coalesce(sum(households - met - unknown), 0) AS gap, coalesce(sum(unknown), 0) AS unknown
ORDER BY unit_path, unit_id

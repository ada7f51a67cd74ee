// coverage_by_bay(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 湾落、楼栋的覆盖
// 每个湾落、楼栋、巷道：应覆盖多少户，覆盖、未覆盖、待核实各多少；of = met + gap + unknown。联系有效：当天已开始、没有结束，联系人在任。
// 没有应覆盖户的不列；户只知道在村、组的不在任何一行。应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一个湾落、楼栋或巷道
// unknown: 没有有效联系，而且有一种机制的台账(党代表、人大代表、政协委员是两代表一委员台账，其余同名)此户的村没有报、也没有写过此户(not_delivered)，或有一行台账同时符合几户(household_ambiguous)
// topics: 覆盖 湾落 楼栋 巷道 统计 覆盖率
// returns: unit_id, unit_path, kind, of, met, gap, unknown
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WHERE u.level = 5
OPTIONAL MATCH (u)-[r1:PART_OF]->(a:Unit)
WHERE r1.since <= $as_of AND r1.until > $as_of
OPTIONAL MATCH (a)-[r2:PART_OF]->(b:Unit)
WHERE r2.since <= $as_of AND r2.until > $as_of
WITH u, coalesce(CASE WHEN u.level = 3 THEN u.id WHEN a.level = 3 THEN a.id WHEN b.level = 3 THEN b.id ELSE u.id END, '') AS village
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
WITH u, village, count(h) AS households
UNWIND $mechanisms AS mechanism
WITH u, households, village, CASE WHEN mechanism IN ['党代表', '人大代表', '政协委员'] THEN '两代表一委员' ELSE mechanism END AS ledger, count(*) AS stated
OPTIONAL MATCH (v:Unit)<-[:DELIVERED_FOR]-(d:Delivery)
WHERE v.id = village AND d.ledger = ledger
WITH u, households, ledger, count(d) AS deliveries
WITH u, households, CASE WHEN deliveries > 0 THEN '' ELSE ledger END AS missing, count(*) AS ledgers
OPTIONAL MATCH (k:Household)-[s:PART_OF]->(u)
WHERE s.since <= $as_of AND s.until > $as_of AND k.since <= $as_of AND k.until > $as_of AND k.counted
  AND NOT EXISTS {
  MATCH (k)<-[c:CONTACTS]-(p:Person)
  WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of }
OPTIONAL MATCH (k)<-[e:CONTACTS]-(q:Person)
WHERE e.mechanism IN $mechanisms
WITH u, households, missing, coalesce(k.id, '') AS home, max(CASE WHEN EXISTS { MATCH (k)<-[m:MAY_CONTACT]-(z:Person) WHERE m.mechanism IN $mechanisms } THEN 1 ELSE 0 END) AS doubted,
     max(CASE WHEN (CASE WHEN e.mechanism IN ['党代表', '人大代表', '政协委员'] THEN '两代表一委员' ELSE e.mechanism END) = missing THEN 1 ELSE 0 END) AS heard
WITH u, households, home, max(CASE WHEN doubted = 1 OR (missing <> '' AND heard = 0) THEN 1 ELSE 0 END) AS unsure
WITH u, households, households - count(CASE WHEN home <> '' THEN 1 END) AS met, count(CASE WHEN home <> '' AND unsure = 1 THEN 1 END) AS unknown
RETURN u.id AS unit_id, u.path AS unit_path, u.kind AS kind, households AS of, met AS met, households - met - unknown AS gap, unknown AS unknown
ORDER BY unit_path, unit_id

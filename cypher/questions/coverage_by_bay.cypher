// coverage_by_bay(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, ledgers: texts = 两代表一委员|联户长|党员中心户, as_of: date)
// 湾落、楼栋的覆盖
// 每个湾落、楼栋、巷道：应覆盖多少户，覆盖、未覆盖、待核实各多少；of = met + gap + unknown。联系有效：当天已开始、没有结束，联系人在任。
// 没有应覆盖户的不列；户只知道在村、组的不在任何一行。应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一个湾落、楼栋或巷道
// unknown: 没有有效联系，而且此户的村没有报 ledgers 中的某一种台账(not_delivered)，或有一行台账同时符合几户(household_ambiguous)
// topics: 覆盖 湾落 楼栋 巷道 统计
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
OPTIONAL MATCH (v:Unit)<-[:DELIVERED_FOR]-(d:Delivery)
WHERE v.id = village AND d.ledger IN $ledgers
WITH u, count(DISTINCT d.ledger) AS delivered
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
WITH u, delivered, count(h) AS households
OPTIONAL MATCH (k:Household)-[s:PART_OF]->(u)
WHERE s.since <= $as_of AND s.until > $as_of AND k.since <= $as_of AND k.until > $as_of AND k.counted
  AND NOT EXISTS {
  MATCH (k)<-[c:CONTACTS]-(p:Person)
  WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of }
WITH u, delivered, households, count(k) AS open,
     count(CASE WHEN EXISTS { MATCH (k)<-[m:MAY_CONTACT]-(q:Person) WHERE m.mechanism IN $mechanisms } THEN 1 END) AS doubted
WITH u, households, households - open AS met, CASE WHEN delivered < size($ledgers) THEN open ELSE doubted END AS unknown
RETURN u.id AS unit_id, u.path AS unit_path, u.kind AS kind, households AS of, met AS met, households - met - unknown AS gap, unknown AS unknown
ORDER BY unit_path, unit_id

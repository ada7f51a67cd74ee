// groups_without_contact(unit: unit = county, mechanisms: texts = 联户长, as_of: date)
// 没有联户长的组、小区
// 当天没有一条有效联系通到它(它以下的户，或它自己)的组、小区、片区，和它有多少应覆盖户。联系有效：当天已开始、没有结束，联系人在任。
// state 为 gap 是没有，为 unknown 是待核实。应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一个组、小区、片区
// unknown: 有一种机制的台账(党代表、人大代表、政协委员是两代表一委员台账，其余同名)它的村没有报
// topics: 联户长 没有 缺口 组 小区 片区
// returns: unit_path, unit_id, kind, households, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
UNWIND nodes(path) AS above
WITH u, above.id AS unit_id, above.level AS level
WHERE level = 4
OPTIONAL MATCH (u)<-[r:PART_OF]-(h:Household)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
WITH u, unit_id, count(CASE WHEN h.counted THEN 1 END) AS households,
     count(CASE WHEN EXISTS { MATCH (h)<-[c:CONTACTS]-(p:Person) WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of } THEN 1 END) AS contacted
WITH unit_id, coalesce(sum(households), 0) AS households, coalesce(sum(contacted), 0) AS contacted,
     count(CASE WHEN EXISTS { MATCH (u)<-[c:CONTACTS]-(p:Person) WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of } THEN 1 END) AS own
WHERE contacted = 0 AND own = 0
MATCH (u:Unit)
WHERE u.id = unit_id
WITH u, households
OPTIONAL MATCH (u)-[r1:PART_OF]->(a:Unit)
WHERE r1.since <= $as_of AND r1.until > $as_of
OPTIONAL MATCH (a)-[r2:PART_OF]->(b:Unit)
WHERE r2.since <= $as_of AND r2.until > $as_of
WITH u, households, coalesce(CASE WHEN u.level = 3 THEN u.id WHEN a.level = 3 THEN a.id WHEN b.level = 3 THEN b.id ELSE u.id END, '') AS village
UNWIND $mechanisms AS mechanism
WITH u, households, village, CASE WHEN mechanism IN ['党代表', '人大代表', '政协委员'] THEN '两代表一委员' ELSE mechanism END AS ledger, count(*) AS stated
OPTIONAL MATCH (v:Unit)<-[:DELIVERED_FOR]-(d:Delivery)
WHERE v.id = village AND d.ledger = ledger
WITH u, households, ledger, count(d) AS deliveries
WITH u, households, min(deliveries) AS least
RETURN u.path AS unit_path, u.id AS unit_id, u.kind AS kind, households AS households,
       CASE WHEN least = 0 THEN 'unknown' ELSE 'gap' END AS state
ORDER BY unit_path, unit_id

// households_nobody_reaches(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 没有任何人联系的户
// 应覆盖户中，没有一条有效联系的户，和为什么没有。联系有效：当天已开始、没有结束，联系人在任。
// state 为 gap 是未覆盖，为 unknown 是待核实。原因由强到弱：contact_left 联系人已不在任，ended 已结束，not_started 还没有开始，none 从来没有。
// 应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一户
// unknown: 没有有效联系，而且有一种机制的台账(党代表、人大代表、政协委员是两代表一委员台账，其余同名)此户的村没有报、也没有写过此户(not_delivered)，或有一行台账同时符合几户(household_ambiguous)
// topics: 户 未覆盖 缺口 待核实 没有人联系 无人联系 没人联系 空白
// returns: unit_path, household_id, code, head, state, reason
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
OPTIONAL MATCH (u)-[r1:PART_OF]->(a:Unit)
WHERE r1.since <= $as_of AND r1.until > $as_of
OPTIONAL MATCH (a)-[r2:PART_OF]->(b:Unit)
WHERE r2.since <= $as_of AND r2.until > $as_of
WITH u, coalesce(CASE WHEN u.level = 3 THEN u.id WHEN a.level = 3 THEN a.id WHEN b.level = 3 THEN b.id ELSE u.id END, '') AS village
UNWIND $mechanisms AS mechanism
WITH u, village, CASE WHEN mechanism IN ['党代表', '人大代表', '政协委员'] THEN '两代表一委员' ELSE mechanism END AS ledger, count(*) AS stated
OPTIONAL MATCH (v:Unit)<-[:DELIVERED_FOR]-(d:Delivery)
WHERE v.id = village AND d.ledger = ledger
WITH u, ledger, count(d) AS deliveries
WITH u, CASE WHEN deliveries > 0 THEN '' ELSE ledger END AS missing, count(*) AS ledgers
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
  AND NOT EXISTS {
  MATCH (h)<-[c:CONTACTS]-(p:Person)
  WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of }
OPTIONAL MATCH (h)<-[c:CONTACTS]-(p:Person)
WHERE c.mechanism IN $mechanisms
WITH u, h, missing, max(CASE WHEN (CASE WHEN c.mechanism IN ['党代表', '人大代表', '政协委员'] THEN '两代表一委员' ELSE c.mechanism END) = missing THEN 1 ELSE 0 END) AS heard,
     coalesce(max(CASE WHEN c.until <= $as_of THEN 2 WHEN p.left_on <= $as_of THEN 3 WHEN c.since > $as_of THEN 1 ELSE 0 END), 0) AS strength
WITH u, h, max(strength) AS strength, max(CASE WHEN missing <> '' AND heard = 0 THEN 1 ELSE 0 END) AS silent
WITH u, h, strength, silent = 1 AS missing, EXISTS { MATCH (h)<-[m:MAY_CONTACT]-(q:Person) WHERE m.mechanism IN $mechanisms } AS doubted
RETURN u.path AS unit_path, h.id AS household_id, h.code AS code, h.head AS head,
       CASE WHEN doubted OR missing THEN 'unknown' ELSE 'gap' END AS state,
       CASE WHEN doubted THEN 'household_ambiguous' WHEN missing THEN 'not_delivered' WHEN strength = 3 THEN 'contact_left'
            WHEN strength = 2 THEN 'ended' WHEN strength = 1 THEN 'not_started' ELSE 'none' END AS reason
ORDER BY unit_path, household_id

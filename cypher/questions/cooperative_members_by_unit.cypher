// cooperative_members_by_unit(unit: unit = county, level: int = 3, kinds: texts = 专业合作社, ledgers: texts = 合作社成员, as_of: date)
// 各单元入社的户
// 每个单元(列到 level 那一级)的应覆盖户中，入了 kinds 这些合作社的、没有入的、待核实的各有多少户。按户数，一户入几社只数一次。
// row: 一个单元；应覆盖 households = met + gap + unknown
// unknown: 没有入社、而所在村没有报合作社成员台账、也没有写过它的户，和成员台账一行符合几户、定不下是不是它的户；曾入社、已退出的是 gap
// topics: 合作社 入社 户数 股份经济合作社 专业合作社 覆盖
// returns: unit_path, unit_id, level, households, met, gap, unknown
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u, count(*) AS ways
MATCH (h:Household)-[b:PART_OF]->(u)
WHERE h.counted = true AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of
WITH u, count(h.id) AS households
OPTIONAL MATCH (k:Cooperative)<-[m:MEMBER_OF]-(h:Household)-[b:PART_OF]->(u)
WHERE k.kind IN $kinds AND h.counted = true AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of
WITH u, households, count(DISTINCT h.id) AS told,
     count(DISTINCT CASE WHEN k.since <= $as_of AND k.until > $as_of AND m.since <= $as_of AND m.until > $as_of THEN h.id END) AS met
OPTIONAL MATCH (k:Cooperative)-[y:MAY_CONTACT]->(h:Household)-[b:PART_OF]->(u)
WHERE y.mechanism IN $kinds AND h.counted = true AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of
  AND NOT EXISTS { MATCH (h)-[n:MEMBER_OF]->(c:Cooperative) WHERE c.kind IN $kinds AND c.since <= $as_of AND c.until > $as_of AND n.since <= $as_of AND n.until > $as_of }
WITH u, households, told, met, count(DISTINCT h.id) AS doubted,
     count(DISTINCT CASE WHEN EXISTS { MATCH (h)-[n:MEMBER_OF]->(c:Cooperative) WHERE c.kind IN $kinds } THEN h.id END) AS both
WITH u, households, told, met, doubted, both,
     EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger IN $ledgers }
     OR EXISTS { MATCH (u)-[e:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e.since <= $as_of AND e.until > $as_of AND d.ledger IN $ledgers }
     OR EXISTS { MATCH (u)-[e:PART_OF]->(g:Unit)-[f:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e <> f AND e.since <= $as_of AND e.until > $as_of AND f.since <= $as_of AND f.until > $as_of AND d.ledger IN $ledgers } AS delivered
WITH u, households, met, CASE WHEN delivered THEN doubted ELSE households - told + both END AS unknown
OPTIONAL MATCH (u)-[r1:PART_OF]->(a:Unit)
WHERE r1.since <= $as_of AND r1.until > $as_of
OPTIONAL MATCH (a)-[r2:PART_OF]->(b:Unit)
WHERE r2.since <= $as_of AND r2.until > $as_of
OPTIONAL MATCH (b)-[r3:PART_OF]->(c:Unit)
WHERE r3.since <= $as_of AND r3.until > $as_of
OPTIONAL MATCH (c)-[r4:PART_OF]->(d:Unit)
WHERE r4.since <= $as_of AND r4.until > $as_of
OPTIONAL MATCH (d)-[r5:PART_OF]->(f:Unit)
WHERE r5.since <= $as_of AND r5.until > $as_of
UNWIND [coalesce(u.id, ''), coalesce(a.id, ''), coalesce(b.id, ''), coalesce(c.id, ''), coalesce(d.id, ''), coalesce(f.id, '')] AS unit_id
WITH unit_id, coalesce(sum(households), 0) AS households, coalesce(sum(met), 0) AS met, coalesce(sum(households - met - unknown), 0) AS gap, coalesce(sum(unknown), 0) AS unknown
MATCH (top:Unit)
WHERE top.id = $unit
WITH unit_id, households, met, gap, unknown, top.level AS highest
MATCH (t:Unit)
WHERE t.id = unit_id AND t.level >= highest AND t.level <= $level
RETURN t.path AS unit_path, t.id AS unit_id, t.level AS level, households, met, gap, unknown
ORDER BY unit_path, unit_id

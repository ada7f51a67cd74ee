// cooperative_members_by_unit(unit: unit = county, level: int = 3, kinds: texts = 专业合作社, ledgers: texts = 合作社成员, as_of: date)
// 各单元入社的户
// 每个单元(列到 level 那一级)的应覆盖户中，入了 kinds 这些合作社的、没有入的、待核实的各有多少户。按户数，一户入几社只数一次。
// row: 一个单元；应覆盖 households = met + gap + unknown
// unknown: 没有入社、而所在村没有报合作社成员台账的户
// topics: 合作社 入社 户数 股份经济合作社 专业合作社 覆盖
// returns: unit_path, unit_id, level, households, met, gap, unknown
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (t:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH t
WHERE t.level <= $level
WITH t, $as_of AS day, count(*) AS ways
MATCH path = (u:Unit)-[:PART_OF*0..5]->(t)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH t, u, count(*) AS ways
MATCH (h:Household)-[b:PART_OF]->(u)
WHERE h.counted = true AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of
WITH t, u, count(h.id) AS households
OPTIONAL MATCH (k:Cooperative)<-[m:MEMBER_OF]-(h:Household)-[b:PART_OF]->(u)
WHERE k.kind IN $kinds AND h.counted = true AND k.since <= $as_of AND k.until > $as_of AND m.since <= $as_of AND m.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of
WITH t, u, households, count(DISTINCT h.id) AS met
WITH t, households, met,
     EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger IN $ledgers }
     OR EXISTS { MATCH (u)-[e:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e.since <= $as_of AND e.until > $as_of AND d.ledger IN $ledgers }
     OR EXISTS { MATCH (u)-[e:PART_OF]->(g:Unit)-[f:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e <> f AND e.since <= $as_of AND e.until > $as_of AND f.since <= $as_of AND f.until > $as_of AND d.ledger IN $ledgers } AS delivered
WITH t, coalesce(sum(households), 0) AS households, coalesce(sum(met), 0) AS met, coalesce(sum(CASE WHEN delivered THEN households - met ELSE 0 END), 0) AS gap,
     coalesce(sum(CASE WHEN delivered THEN 0 ELSE households - met END), 0) AS unknown
RETURN t.path AS unit_path, t.id AS unit_id, t.level AS level, households, met, gap, unknown
ORDER BY unit_path, unit_id

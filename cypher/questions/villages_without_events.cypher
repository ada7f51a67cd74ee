// villages_without_events(unit: unit = county, kinds: texts = 议事会|党建联席会议, ledgers: texts = 会议, first_day: date = year, as_of: date)
// 一段时间没有开过会的村
// 从 first_day 到 as_of 当天，村(社区)和它的组、湾落没有一次 kinds 里的会议、活动；也可问没有走访、没有诉求的村，连同 ledgers 一起改。
// row: 一个村(社区)
// unknown: 村里没有报 ledgers 中的某一种台账，或有日期看不清的这类事件，state 为 unknown；报了而没有的为 gap
// topics: 会议 议事会 活动 没有开会 空白
// returns: unit_path, unit_id, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (v:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH v
WHERE v.level = 3 AND NOT v.code ENDS WITH '498' AND NOT v.code ENDS WITH '598'
WITH v, $as_of AS day, count(*) AS ways
MATCH path = (u:Unit)-[:PART_OF*0..2]->(v)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH v, u, count(*) AS ways
OPTIONAL MATCH (e:Event)-[a:ABOUT]->(u)
WHERE e.kind IN $kinds AND e.since <= $as_of AND e.until > $as_of AND a.since <= $as_of AND a.until > $as_of
WITH v, count(CASE WHEN e.date >= $first_day AND e.date <= $as_of THEN 1 END) AS held, count(CASE WHEN e.date <= date('0001-01-01') THEN 1 END) AS undated
WHERE held = 0
UNWIND $ledgers AS ledger
WITH v, undated, ledger
OPTIONAL MATCH (d:Delivery)-[:DELIVERED_FOR]->(v)
WHERE d.ledger = ledger
WITH v, undated, ledger, count(d) AS deliveries
WITH v, undated, min(deliveries) AS least
RETURN v.path AS unit_path, v.id AS unit_id, CASE WHEN undated = 0 AND least > 0 THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, unit_id

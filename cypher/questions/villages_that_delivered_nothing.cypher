// villages_that_delivered_nothing(unit: unit = county, ledgers: texts = 单元名册|户籍人口|党组织|党员|自治组织|群团组织|联户长|党员中心户|两代表一委员, as_of: date)
// 没有报台账的村(社区)
// 这几种台账中，哪个村没有报哪一种；零报告算报了，虚拟单元不问。households 是这个村连同以下的应覆盖户：问到这种台账时它们都是待核实。
// 应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一个村(社区)、它没有报的一种台账
// unknown: 每一行都使这个村问到这种台账的事成为待核实
// topics: 台账 报送 没有报 村 待核实 没报 未报 催报
// returns: unit_path, unit_id, ledger, households
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
UNWIND nodes(path) AS above
WITH u, above.id AS unit_id, above.level AS level
WHERE level = 3
OPTIONAL MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
WITH unit_id, count(h) AS households
MATCH (v:Unit)
WHERE v.id = unit_id AND NOT (size(v.code) = 12 AND (v.code ENDS WITH '498' OR v.code ENDS WITH '598'))
UNWIND $ledgers AS ledger
WITH v, households, ledger
OPTIONAL MATCH (v)<-[:DELIVERED_FOR]-(d:Delivery)
WHERE d.ledger = ledger
WITH v, households, ledger, count(d) AS deliveries
WHERE deliveries = 0
RETURN v.path AS unit_path, v.id AS unit_id, ledger AS ledger, households AS households
ORDER BY unit_path, unit_id, ledger

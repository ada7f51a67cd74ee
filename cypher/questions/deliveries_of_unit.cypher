// deliveries_of_unit(unit: unit = county, as_of: date)
// 一个单元报了哪些台账
// 本单元和它以下各单元报来的每一份台账：哪个文件、哪张表、写到这个单元多少行；zero 为 true 是写明的零报告。
// row: 一个单元、一份台账
// unknown: 没有行的村没有报：见 villages_that_delivered_nothing
// topics: 台账 报送 文件 单元
// returns: unit_path, unit_id, ledger, file, sheet, rows, zero
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (u)<-[f:DELIVERED_FOR]-(d:Delivery)
RETURN u.path AS unit_path, u.id AS unit_id, d.ledger AS ledger, d.file AS file, d.sheet AS sheet, f.rows AS rows, f.zero AS zero
ORDER BY unit_path, unit_id, ledger, file, sheet, rows

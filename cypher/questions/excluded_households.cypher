// excluded_households(unit: unit = county, as_of: date)
// 不计入应覆盖的户
// 空户、空挂户、销户、整户迁出，和虚拟单元的户；它们仍在登记里，联系台账可以写到它们，负荷里数它们。
// row: 一户
// unknown: 不涉及：台账写明才不计入
// topics: 户 空户 空挂户 销户 整户迁出 不计入
// returns: unit_path, household_id, code, head, kind
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND NOT h.counted
RETURN u.path AS unit_path, h.id AS household_id, h.code AS code, h.head AS head, h.kind AS kind
ORDER BY unit_path, household_id

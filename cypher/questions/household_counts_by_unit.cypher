// household_counts_by_unit(unit: unit = county, as_of: date)
// 各单元的户数
// 本单元和它以下每个单元连同下级的户数：counted 应覆盖的户，excluded 不计入的户(空户、空挂户、销户、整户迁出和虚拟单元的户)。
// 上级 = 各下级之和 + 只知道在本级的户。没有户的单元不列。
// row: 一个单元
// unknown: 不涉及：户在登记里就数
// topics: 户数 单元 应覆盖 统计
// returns: unit_path, unit_id, level, kind, counted, excluded
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
UNWIND nodes(path) AS above
WITH u, above.id AS unit_id, above.level AS level
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
WITH unit_id, count(CASE WHEN h.counted THEN 1 END) AS counted, count(CASE WHEN NOT h.counted THEN 1 END) AS excluded
MATCH (v:Unit)
WHERE v.id = unit_id
RETURN v.path AS unit_path, unit_id AS unit_id, v.level AS level, v.kind AS kind, counted AS counted, excluded AS excluded
ORDER BY unit_path, unit_id

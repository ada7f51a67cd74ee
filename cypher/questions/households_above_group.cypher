// households_above_group(unit: unit = county, as_of: date)
// 只知道在哪个村、不知道在哪个组的户
// 登记里最低只写到村(社区)的应覆盖户：它们在村和以上的数里，不在任何组、湾落的数里。
// 应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一户
// unknown: 不是缺口：不知道在哪个组，补上组别就进组的数
// topics: 户 组 湾落 未分组
// returns: unit_path, household_id, code, head, address
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WHERE u.level <= 3
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
RETURN u.path AS unit_path, h.id AS household_id, h.code AS code, h.head AS head, h.address AS address
ORDER BY unit_path, household_id

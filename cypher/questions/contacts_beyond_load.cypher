// contacts_beyond_load(unit: unit = county, mechanisms: texts = 联户长, high: int = 30, as_of: date)
// 联系户数过多的联系人
// 联系的户数多于 high 的在任联系人，多出多少户。户数是这个人以这种机制有效联系的不同的户，包括不计入应覆盖的户，也包括本单元以外的户。
// 多的在前。
// row: 一个联系人的一种机制
// unknown: 没有待核实：数的是写明的联系
// topics: 联系人 户数 负荷 过多 超
// returns: unit_path, person_id, name, mechanism, households, beyond
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
MATCH (h)<-[c:CONTACTS]-(p:Person)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
WITH p, c.mechanism AS mechanism, min(u.path) AS unit_path
MATCH (p)-[k:CONTACTS]->(g:Household)
WHERE k.mechanism = mechanism AND k.since <= $as_of AND k.until > $as_of AND g.since <= $as_of AND g.until > $as_of
WITH p, mechanism, unit_path, count(DISTINCT g) AS households
WHERE households > $high
RETURN unit_path AS unit_path, p.id AS person_id, p.name AS name, mechanism AS mechanism, households AS households, households - $high AS beyond
ORDER BY households DESC, person_id, mechanism

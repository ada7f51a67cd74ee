// load_by_mechanism(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, low: int = 15, high: int = 30, as_of: date)
// 各种机制的联系户数
// 每种机制有多少在任的联系人，最少、最多联系几户，少于 low、在 low 到 high(含)之内、多于 high 的各几人。户数是这个人以这种机制有效联系的不同的户，包括不计入应覆盖的户，也包括本单元以外的户。
// row: 一种联系机制
// unknown: 没有待核实：数的是写明的联系
// topics: 联系人 户数 负荷 机制 统计
// returns: mechanism, contacts, least, most, below, within, above
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
RETURN mechanism AS mechanism, count(*) AS contacts, min(households) AS least, max(households) AS most,
       count(CASE WHEN households < $low THEN 1 END) AS below, count(CASE WHEN households >= $low AND households <= $high THEN 1 END) AS within,
       count(CASE WHEN households > $high THEN 1 END) AS above
ORDER BY mechanism

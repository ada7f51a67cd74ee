// contacts_without_households(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 名下没有有效联系户的联系人
// 在任，列在联系台账里，以这种机制到当天没有一条有效联系(本单元以外的户也算)的人：联系都已结束、还没有开始，或者一行符合几户、定不下是哪一户。
// households 是这些联系写到(或可能写到)的户数。
// row: 一个联系人的一种机制
// unknown: 可能的户(一行符合几户)不算有效联系，核实之后才知道
// topics: 联系人 没有户 空挂
// returns: unit_path, person_id, name, mechanism, households
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
WITH u, h
MATCH (h)<-[c:CONTACTS|MAY_CONTACT]-(p:Person)
WHERE c.mechanism IN $mechanisms AND p.left_on > $as_of
WITH p, coalesce(c.mechanism, '') AS mechanism, min(u.path) AS unit_path, count(DISTINCT h) AS households
WHERE NOT EXISTS {
  MATCH (p)-[k:CONTACTS]->(g:Household)
  WHERE k.mechanism = mechanism AND k.since <= $as_of AND k.until > $as_of AND g.since <= $as_of AND g.until > $as_of }
RETURN unit_path AS unit_path, p.id AS person_id, p.name AS name, mechanism AS mechanism, households AS households
ORDER BY unit_path, person_id, mechanism

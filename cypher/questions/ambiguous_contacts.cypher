// ambiguous_contacts(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 一行符合几户的联系
// 联系台账里定不下是哪一户的行：符合几户，其中几户另有有效联系(算覆盖)，几户没有(待核实)。联系有效：当天已开始、没有结束，联系人在任。
// candidates 只数本单元范围内的户，包括不计入应覆盖的户。
// row: 一行台账、一个联系人、一种机制
// unknown: unknown 的户就是待核实的户，核实之后才知道联系的是哪一户
// topics: 联系 待核实 几户 同名 核实
// returns: source, person_id, name, mechanism, candidates, met, unknown
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
MATCH (h)<-[m:MAY_CONTACT]-(q:Person)
WHERE m.mechanism IN $mechanisms
WITH m.source AS source, m.mechanism AS mechanism, q, h, EXISTS {
  MATCH (h)<-[c:CONTACTS]-(p:Person)
  WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of } AS met
RETURN source AS source, q.id AS person_id, q.name AS name, mechanism AS mechanism, count(DISTINCT h) AS candidates,
       count(DISTINCT CASE WHEN met THEN h.id END) AS met, count(DISTINCT CASE WHEN NOT met THEN h.id END) AS unknown
ORDER BY source, person_id, mechanism

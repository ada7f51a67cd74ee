// contacts_living_elsewhere(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 不住在本村的联系人
// 联系人住的户在一个村(可以在本单元以外)，他联系的户在另一个村：households 是另一个村的户数，包括不计入应覆盖的户。联系有效：当天已开始、没有结束，联系人在任。
// home_path 是他住的户所在的单元，unit_path 是他联系的这些户所在单元中排在最前的一个。
// row: 一个联系人的一种机制、他住的一个单元
// unknown: 没有写明住在哪一户的联系人不在这里：不知道住在哪里，不等于住在别处
// topics: 联系人 居住 外村 不住本村
// returns: unit_path, person_id, name, mechanism, households, home_path
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
OPTIONAL MATCH (u)-[u1:PART_OF]->(ua:Unit)
WHERE u1.since <= $as_of AND u1.until > $as_of
OPTIONAL MATCH (ua)-[u2:PART_OF]->(ub:Unit)
WHERE u2.since <= $as_of AND u2.until > $as_of
WITH u, coalesce(CASE WHEN u.level = 3 THEN u.id WHEN ua.level = 3 THEN ua.id WHEN ub.level = 3 THEN ub.id ELSE u.id END, '') AS village
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
MATCH (h)<-[c:CONTACTS]-(p:Person)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
WITH p, c.mechanism AS mechanism, village, min(u.path) AS unit_path, count(DISTINCT h) AS households
MATCH (p)-[l:LIVES_IN]->(home:Household)-[s:PART_OF]->(w:Unit)
WHERE l.since <= $as_of AND l.until > $as_of AND home.since <= $as_of AND home.until > $as_of AND s.since <= $as_of AND s.until > $as_of
WITH p.id AS person_id, p.name AS name, mechanism, village, unit_path, households, w, count(*) AS homes
OPTIONAL MATCH (w)-[w1:PART_OF]->(wa:Unit)
WHERE w1.since <= $as_of AND w1.until > $as_of
OPTIONAL MATCH (wa)-[w2:PART_OF]->(wb:Unit)
WHERE w2.since <= $as_of AND w2.until > $as_of
WITH person_id, name, mechanism, village, unit_path, households, w.path AS home_path, coalesce(CASE WHEN w.level = 3 THEN w.id WHEN wa.level = 3 THEN wa.id WHEN wb.level = 3 THEN wb.id ELSE w.id END, '') AS home_village
WHERE home_village <> village
RETURN min(unit_path) AS unit_path, person_id AS person_id, name AS name, mechanism AS mechanism, coalesce(sum(households), 0) AS households, home_path AS home_path
ORDER BY unit_path, person_id, mechanism, home_path

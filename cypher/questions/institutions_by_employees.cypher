// institutions_by_employees(unit: unit = county, as_of: date)
// 机关单位有多少人、多少党员
// 单元内的机关、部门、企事业单位，工作单位写作它的在任的人数，其中党员(含预备党员)和已到社区报到的人数。
// row: 一个单位
// unknown: 不涉及：数的是工作单位台账写明的；没有写工作单位的人不在任何单位。political_unknown 是没有填政治面貌的人数
// topics: 机关 单位 企业 职工 党员 双报到 在职党员
// returns: unit_path, institution_id, kind, name, employees, party_members, political_unknown, registered
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u, count(*) AS ways
MATCH (i:Institution)-[c:COVERS]->(u)
WHERE i.since <= $as_of AND i.until > $as_of AND c.since <= $as_of AND c.until > $as_of
WITH i, min(u.path) AS unit_path
MATCH (p:Person)-[e:EMPLOYED_BY]->(i)
WHERE e.since <= $as_of AND e.until > $as_of AND p.left_on > $as_of
WITH i, unit_path, p, EXISTS { MATCH (p)-[r:CONTACTS]->(v:Unit) WHERE r.mechanism = '双报到' AND r.since <= $as_of AND r.until > $as_of } AS registered, count(*) AS stated
RETURN unit_path, i.id AS institution_id, i.kind AS kind, i.name AS name, count(*) AS employees,
       count(CASE WHEN p.political IN ['中共党员', '中共预备党员'] THEN 1 END) AS party_members,
       count(CASE WHEN p.political = '' THEN 1 END) AS political_unknown, count(CASE WHEN registered THEN 1 END) AS registered
ORDER BY unit_path, institution_id

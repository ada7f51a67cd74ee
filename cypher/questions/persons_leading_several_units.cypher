// persons_leading_several_units(unit: unit = county, posts: texts = 组长|湾长|楼栋长, at_least: int = 2, as_of: date)
// 一人当几个组(湾落)的组长
// 同一个在任的人担任几个单元的组长(湾长、楼栋长)，不论在不在同一个村。
// row: 一个人的一种职务
// unknown: 不涉及：只数台账写明的任职；没有身份证号的同名人不会被当作一人
// topics: 组长 湾长 楼栋长 兼任 一人多岗
// returns: person_id, name, post, units, first_unit_path, last_unit_path
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (p:Person)-[r:HOLDS_POST]->(u)
WHERE r.post IN $posts AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
WITH p, r.post AS post, count(DISTINCT u.id) AS units, min(u.path) AS first_unit_path, max(u.path) AS last_unit_path
WHERE units >= $at_least
RETURN p.id AS person_id, p.name AS name, post, units, first_unit_path, last_unit_path
ORDER BY units DESC, person_id, post

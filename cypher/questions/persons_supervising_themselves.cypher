// persons_supervising_themselves(unit: unit = county, kinds: texts = 党委|党总支|党支部|村民委员会|居民委员会, supervision_kinds: texts = 村务监督委员会|居务监督委员会, as_of: date)
// 既在两委、又在监委会的人
// 同一个村里，同一个在任的人既在党组织或村(居)委会任职，又在监督它们的村(居)务监督委员会任职。
// row: 一个人在一个村；body 是他在两委一边任职的组织数，supervision 是监委会一边的
// unknown: 不涉及：只看台账写明的任职；没有身份证号的同名人不会被当作一人
// topics: 监委会 两委 村务监督 兼任 回避 监督
// returns: unit_path, person_id, name, bodies, supervision
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (v:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH v
WHERE v.level = 3
WITH v, count(*) AS ways
MATCH (s:SelfGovernmentBody)-[c:COVERS]->(v)
WHERE s.kind IN $supervision_kinds AND s.since <= $as_of AND s.until > $as_of AND c.since <= $as_of AND c.until > $as_of
MATCH (p:Person)-[r:HOLDS_POST]->(s)
WHERE r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
WITH v, p, count(DISTINCT s.id) AS supervision
MATCH (o:PartyOrganization|SelfGovernmentBody)-[c:COVERS]->(v)
WHERE o.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
MATCH (p)-[r:HOLDS_POST]->(o)
WHERE r.since <= $as_of AND r.until > $as_of
WITH v, p, supervision, count(DISTINCT o.id) AS bodies
RETURN v.path AS unit_path, p.id AS person_id, p.name AS name, bodies, supervision
ORDER BY unit_path, person_id

// mass_leaders_with_village_posts(unit: unit = county, kinds: texts = 团支部|工会联合会|妇女联合会|商会分会, village_kinds: texts = 党委|党总支|党支部|村民委员会|居民委员会|村务监督委员会|居务监督委员会, as_of: date)
// 由两委干部兼任的群团负责人
// 村(社区)一级群团组织的负责人，同时在本村党组织、村(居)委会或监委会任职的。形式上有人，人是同一批。
// row: 一个人负责的一个群团组织；village_posts 是他在本村这些组织里的职务数
// unknown: 不涉及：只看台账写明的任职；没有身份证号的同名人不会被当作一人
// topics: 群团 妇联 团支部 工会 兼任 两委 形式覆盖
// returns: unit_path, organization_id, kind, name, person_id, person_name, village_posts
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (v:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH v
WHERE v.level = 3
WITH v, count(*) AS ways
MATCH (m:MassOrganization)-[c:COVERS]->(v)
WHERE m.kind IN $kinds AND m.since <= $as_of AND m.until > $as_of AND c.since <= $as_of AND c.until > $as_of
MATCH (p:Person)-[r:HOLDS_POST]->(m)
WHERE r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
WITH v, m, p, count(*) AS stated
MATCH (o:PartyOrganization|SelfGovernmentBody)-[c:COVERS]->(v)
WHERE o.kind IN $village_kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
MATCH (p)-[r:HOLDS_POST]->(o)
WHERE r.since <= $as_of AND r.until > $as_of
WITH v, m, p, o.id AS body, r.post AS post, count(*) AS stated
WITH v, m, p, count(*) AS village_posts
RETURN v.path AS unit_path, m.id AS organization_id, m.kind AS kind, m.name AS name, p.id AS person_id, p.name AS person_name, village_posts
ORDER BY unit_path, organization_id, person_id

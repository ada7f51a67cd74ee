// leaders_born_until(unit: unit = county, kinds: texts = 党委|党总支|党支部, posts: texts = 负责人|书记, level: int = 3, year: int = 1965, as_of: date)
// 年纪偏大、需要后备的负责人
// 村(社区)一级(level 可改)这些组织的在任负责人中，出生在 year 年及以前的，和出生年待核实的。younger 是同村各组织负责人里出生晚二十年以上的人数，为 0 即没有后备。
// row: 一个人负责的一个组织
// unknown: 出生年没有填或看不清，birth_year 为 0，state 为 unknown；其余为 met
// topics: 书记 年龄 后备 接班 年轻干部 负责人 梯队 支部书记 老龄化 换届
// returns: unit_path, organization_id, kind, name, person_id, person_name, birth_year, younger, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WHERE u.level = $level
WITH u, count(*) AS ways
MATCH (a:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)-[c:COVERS]->(u)
WHERE a.since <= $as_of AND a.until > $as_of AND c.since <= $as_of AND c.until > $as_of
OPTIONAL MATCH (q:Person)-[r:HOLDS_POST]->(a)
WHERE q.birth_year > $year + 20 AND r.since <= $as_of AND r.until > $as_of AND q.left_on > $as_of
WITH u, count(DISTINCT q.id) AS younger
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)-[c:COVERS]->(u)
WHERE o.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
WITH u, younger, o, count(*) AS stated
MATCH (p:Person)-[r:HOLDS_POST]->(o)
WHERE p.birth_year <= $year AND r.post IN $posts AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
WITH u, younger, o, p, count(*) AS stated
RETURN u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name, p.id AS person_id, p.name AS person_name,
       p.birth_year AS birth_year, younger, CASE WHEN p.birth_year = 0 THEN 'unknown' ELSE 'met' END AS state
ORDER BY unit_path, organization_id, person_id

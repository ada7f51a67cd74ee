// contacts_with_other_duties(unit: unit = county, mechanisms: texts = 联户长|好邻居, others: texts = 党员中心户|党代表|人大代表|政协委员|包户干部, as_of: date)
// 联户长(好邻居)还兼着什么
// 以 mechanisms 联系户的在任的人里，还以 others 联系户、或担任职务(网格员、组长、各组织负责人等)的人；以 others 联系的、本单元以外的户也数。
// row: 一个人；households 是他以 mechanisms 联系的户，other_households 是以 others 联系的户，posts 是职务数
// unknown: 不涉及：只看台账写明的；没有身份证号的同名人不会被当作一人
// topics: 联户长 好邻居 网格员 党员中心户 兼任 一人多岗 联系
// returns: unit_path, person_id, name, households, other_households, posts
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (p:Person)-[c:CONTACTS]->(h:Household)-[b:PART_OF]->(u)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND p.left_on > $as_of
  AND (EXISTS { MATCH (p)-[r:HOLDS_POST]->(x:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution|Place|Grid|Unit) WHERE r.since <= $as_of AND r.until > $as_of AND x.since <= $as_of AND x.until > $as_of }
    OR EXISTS { MATCH (p)-[o:CONTACTS]->(k:Household) WHERE o.mechanism IN $others AND o.since <= $as_of AND o.until > $as_of AND k.since <= $as_of AND k.until > $as_of })
WITH p, count(DISTINCT h.id) AS households, min(u.path) AS unit_path
OPTIONAL MATCH (p)-[o:CONTACTS]->(k:Household)
WHERE o.mechanism IN $others AND o.since <= $as_of AND o.until > $as_of AND k.since <= $as_of AND k.until > $as_of
WITH p, households, unit_path, count(DISTINCT k.id) AS other_households
OPTIONAL MATCH (p)-[r:HOLDS_POST]->(x:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution|Place|Grid|Unit)
WHERE r.since <= $as_of AND r.until > $as_of AND x.since <= $as_of AND x.until > $as_of
WITH p, households, unit_path, other_households, x.id AS place, r.post AS post, count(*) AS stated
WITH p, households, unit_path, other_households, count(place) AS posts
WHERE other_households + posts > 0
RETURN unit_path, p.id AS person_id, p.name AS name, households, other_households, posts
ORDER BY unit_path, person_id

// posts_of_persons_who_left(unit: unit = county, as_of: date)
// 人已不在，职务还挂着
// 单元内(连同以下各级的组织、阵地、网格)还写着任职、本人到 as_of 已去世、迁出或离任的。
// row: 一个人在一处的一个职务
// unknown: 不涉及：离任是台账写明的；没有写明的不算离任
// topics: 职务 离任 去世 迁出 空挂 任职 岗位 村干部
// returns: person_id, name, left_on, left_why, post, place_id, place_kind, place_name, source
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (x:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution|Place|Grid|Unit)-[:COVERS|PART_OF*0..6]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH x, count(*) AS ways
MATCH (p:Person)-[r:HOLDS_POST]->(x)
WHERE r.since <= $as_of AND r.until > $as_of AND p.left_on <= $as_of
RETURN p.id AS person_id, p.name AS name, p.left_on AS left_on, p.left_why AS left_why, r.post AS post,
       x.id AS place_id, x.kind AS place_kind, x.name AS place_name, min(r.source) AS source
ORDER BY person_id, place_id, post

// persons_with_many_posts(unit: unit = county, at_least: int = 2, as_of: date)
// 一人身兼几职
// 单元内(连同以下各级的组织、阵地、网格)由同一个在任的人担任的职务，至少 at_least 个。
// row: 一个人；posts 是职务数，places 是在几个组织、阵地、网格或单元任职，ledgers 是出自几种台账
// unknown: 不涉及：只数台账写明的任职；没有身份证号的同名人不会被当作一人
// topics: 兼职 身兼数职 职务 一人多岗 关键人 任职 村干部
// returns: person_id, name, posts, places, ledgers
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (x:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution|Place|Grid|Unit)-[:COVERS|PART_OF*0..6]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH x, count(*) AS ways
MATCH (p:Person)-[r:HOLDS_POST]->(x)
WHERE r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
WITH p, x.id AS place, r.post AS post, r.ledger AS ledger, count(*) AS stated
WITH p, place, post, min(ledger) AS ledger
WITH p, count(*) AS posts, count(DISTINCT place) AS places, count(DISTINCT ledger) AS ledgers
WHERE posts >= $at_least
RETURN p.id AS person_id, p.name AS name, posts, places, ledgers
ORDER BY posts DESC, places DESC, person_id

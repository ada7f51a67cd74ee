// same_persons_in_several_teams(unit: unit = county, kinds: texts = 治理队伍|志愿服务队|青年突击队, at_least: int = 2, as_of: date)
// 同一批人的几支队伍
// 至少有一支在单元里的两支队伍，里面至少有 at_least 名同样的在任队员(队长)。队伍有几支，人未必有几批。
// row: 两支队伍(标识在前的写在前面)；shared 是共同的人数
// unknown: 不涉及：只看名册写明的队员；没有身份证号的同名人不会被当作一人
// topics: 队伍 志愿服务队 青年突击队 治理队伍 同一批人 重复
// returns: team_id, team_kind, team_name, members, other_id, other_kind, other_name, other_members, shared
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (t:MassOrganization|SocialOrganization)-[c:COVERS]->(u)
WHERE t.kind IN $kinds AND t.since <= $as_of AND t.until > $as_of AND c.since <= $as_of AND c.until > $as_of
WITH t, count(*) AS ways
MATCH (p:Person)-[m:MEMBER_OF]->(t)
WHERE m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of
WITH t, p, count(*) AS stated
MATCH (p)-[n:MEMBER_OF]->(o:MassOrganization|SocialOrganization)
WHERE o.kind IN $kinds AND n.since <= $as_of AND n.until > $as_of AND o.since <= $as_of AND o.until > $as_of
WITH t, o, p, count(*) AS stated
WHERE t.id <> o.id
WITH t, o, count(p.id) AS shared
WHERE shared >= $at_least
MATCH (p:Person)-[m:MEMBER_OF]->(t)
WHERE m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of
WITH t, o, shared, count(DISTINCT p.id) AS members
MATCH (q:Person)-[n:MEMBER_OF]->(o)
WHERE n.since <= $as_of AND n.until > $as_of AND q.left_on > $as_of
WITH t, o, shared, members, count(DISTINCT q.id) AS other_members
WITH shared, CASE WHEN t.id < o.id THEN t.id ELSE o.id END AS team_id, CASE WHEN t.id < o.id THEN t.kind ELSE o.kind END AS team_kind,
     CASE WHEN t.id < o.id THEN t.name ELSE o.name END AS team_name, CASE WHEN t.id < o.id THEN members ELSE other_members END AS members,
     CASE WHEN t.id < o.id THEN o.id ELSE t.id END AS other_id, CASE WHEN t.id < o.id THEN o.kind ELSE t.kind END AS other_kind,
     CASE WHEN t.id < o.id THEN o.name ELSE t.name END AS other_name, CASE WHEN t.id < o.id THEN other_members ELSE members END AS other_members
RETURN DISTINCT team_id, team_kind, team_name, members, other_id, other_kind, other_name, other_members, shared
ORDER BY shared DESC, team_id, other_id

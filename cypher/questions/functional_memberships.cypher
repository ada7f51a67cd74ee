// functional_memberships(unit: unit = county, as_of: date)
// 在本支部之外又参加兼职党组织的人
// 以兼职身份(大党委、综合党支部等，不转组织关系)参加党组织的人，和他有几个本组织。数党员时这些人会被数两次。
// row: 一个人参加的一个兼职党组织
// unknown: home_organizations 为 0 的，名册上查不到他的本组织，state 为 unknown；其余为 met
// topics: 综合党支部 大党委 兼职 重复计数 党员 双重
// returns: unit_path, organization_id, kind, name, person_id, person_name, home_organizations, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (o:PartyOrganization)-[c:COVERS]->(u)
WHERE o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
MATCH (p:Person)-[m:MEMBER_OF]->(o)
WHERE m.home = false AND m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of
WITH u, o, p, count(*) AS stated
OPTIONAL MATCH (p)-[n:MEMBER_OF]->(b:PartyOrganization)
WHERE n.home = true AND n.since <= $as_of AND n.until > $as_of AND b.since <= $as_of AND b.until > $as_of
WITH u, o, p, count(DISTINCT b.id) AS home_organizations
RETURN u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name, p.id AS person_id, p.name AS person_name,
       home_organizations, CASE WHEN home_organizations = 0 THEN 'unknown' ELSE 'met' END AS state
ORDER BY unit_path, organization_id, person_id

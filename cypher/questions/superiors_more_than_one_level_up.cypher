// superiors_more_than_one_level_up(unit: unit = county, as_of: date)
// 越级隶属的组织
// 上级比本组织高出不止一级的，如湾落的微家直接归村妇联，中间缺了组一级。
// row: 一个组织的一个上级
// unknown: 不涉及：只看台账写明的隶属；没有写上级的见 organizations_without_superior
// topics: 上级 隶属 越级 层级 断链 党组织 群团
// returns: unit_path, organization_id, kind, name, level, superior_id, superior_kind, superior_name, superior_level
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)-[c:COVERS]->(u)
WHERE o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
MATCH (o)-[r:UNDER]->(b:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)
WHERE r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND b.level > 0 AND o.level > b.level + 1
WITH u, o, b, count(*) AS stated
RETURN u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name, o.level AS level,
       b.id AS superior_id, b.kind AS superior_kind, b.name AS superior_name, b.level AS superior_level
ORDER BY unit_path, organization_id, superior_id

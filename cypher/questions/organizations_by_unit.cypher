// organizations_by_unit(unit: unit = county, level: int = 3, as_of: date)
// 各单元各类组织有多少
// 每个单元连同以下各级，当天存在的各类组织的个数，从这个单元列到 level 那一级(2 镇街，3 村社区，4 组，5 湾落)。
// row: 一个单元的一类组织；一个也没有的类别没有行
// unknown: 不涉及：只数台账里写明的组织；没有行可能是没有，也可能是没有报
// topics: 组织 数量 类别 汇总 单元 党组织 群团 自治 社会组织
// returns: unit_path, unit_id, level, kind, organizations
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (t:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH t
WHERE t.level <= $level
WITH t, $as_of AS day, count(*) AS ways
MATCH path = (u:Unit)-[:PART_OF*0..5]->(t)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)-[c:COVERS]->(u)
WHERE o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
WITH t, o.kind AS kind, count(DISTINCT o.id) AS organizations
RETURN t.path AS unit_path, t.id AS unit_id, t.level AS level, kind, organizations
ORDER BY unit_path, unit_id, kind

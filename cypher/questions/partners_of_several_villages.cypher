// partners_of_several_villages(unit: unit = county, kinds: texts = 支部联支部|单位联村|双报到|组团帮扶|服务协议, at_least: int = 2, as_of: date)
// 与几个村结对的支部、单位
// 以同一种方式与单元里几个村(社区、小区)结对的机关支部、单位。
// row: 一个支部(单位)的一种结对
// unknown: 不涉及：只数台账写明的结对
// topics: 结对 支部联支部 单位联村 双报到 一对多
// returns: organization_id, organization_kind, name, pairing, units, first_unit_path, last_unit_path
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)-[r:PAIRED_WITH]->(u)
WHERE r.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND r.since <= $as_of AND r.until > $as_of
WITH o, r.kind AS pairing, count(DISTINCT u.id) AS units, min(u.path) AS first_unit_path, max(u.path) AS last_unit_path
WHERE units >= $at_least
RETURN o.id AS organization_id, o.kind AS organization_kind, o.name AS name, pairing, units, first_unit_path, last_unit_path
ORDER BY units DESC, organization_id, pairing

// chain_of_organization(organization: text, as_of: date)
// 一个组织往上的隶属链
// 从一个组织(写标识，见 organizations_of_unit)逐级往上到最上级，每一级是谁、在哪个单元；step 为隔几级。断在哪里，最后一行就是哪里。
// row: 链上的一个上级组织；本身的 step 为 0
// unknown: 不涉及：台账没有写上级的，链到此为止
// topics: 隶属 上级 链 层级 组织 断链
// returns: step, organization_id, kind, name, level, unit_path
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)
WHERE o.id = $organization
WITH o, $as_of AS day
MATCH path = (o)-[:UNDER*0..8]->(b:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH b, min(length(path)) AS step
OPTIONAL MATCH (b)-[c:COVERS]->(u:Unit)
WHERE c.since <= $as_of AND c.until > $as_of AND u.since <= $as_of AND u.until > $as_of
WITH b, step, min(coalesce(u.path, '')) AS unit_path
RETURN step, b.id AS organization_id, b.kind AS kind, b.name AS name, b.level AS level, unit_path
ORDER BY step, organization_id

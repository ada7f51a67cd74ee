// pairs(as_of: date)
// 与单元结对的组织
// 支部联支部、双报到、单位联村、服务协议。
// row: 一个组织、一个单元、一种结对
// unknown: 没有行的单元没有结对
// topics: 结对 双报到 支部联支部
// returns: body, unit, kind
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)-[r:PAIRED_WITH]->(u:Unit)
WHERE r.since <= $as_of AND r.until > $as_of
  AND o.since <= $as_of AND o.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN DISTINCT o.id AS body, u.id AS unit, r.kind AS kind

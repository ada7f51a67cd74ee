// parents(as_of: date)
// 组织的上级
// 隶属和对应。
// row: 一个组织、它的一个上级
// unknown: 没有行的组织没有写明上级
// topics: 组织 上级 隶属
// returns: child, parent
MATCH (a:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution|Place)-[r:UNDER]->(b:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution|Place)
WHERE r.since <= $as_of AND r.until > $as_of
  AND a.since <= $as_of AND a.until > $as_of AND b.since <= $as_of AND b.until > $as_of
RETURN DISTINCT a.id AS child, b.id AS parent

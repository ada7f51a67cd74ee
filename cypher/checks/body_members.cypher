// body_members(as_of: date)
// 组织的成员单位
// 当天哪个组织是哪个组织的成员，担任什么角色。
// row: 一个成员单位、一个组织、一种角色
// unknown: 不涉及：没有行就是没有写明的成员单位
// topics: 成员单位 组织
// returns: member, body, role
MATCH (a:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)-[m:MEMBER_OF]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE m.since <= $as_of AND m.until > $as_of
  AND a.since <= $as_of AND a.until > $as_of AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT a.id AS member, o.id AS body, m.role AS role

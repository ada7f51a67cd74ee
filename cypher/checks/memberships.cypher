// memberships(as_of: date)
// 组织的成员
// 当天在任、是组织成员的人；home 为 true 是本人的组织关系，为 false 是兼职型组织(大党委、综合党支部)。
// row: 一个人、一个组织、一种角色
// unknown: 没有行的人不是成员
// topics: 组织 成员 党员
// returns: person, body, home, role
MATCH (p:Person)-[m:MEMBER_OF]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE m.since <= $as_of AND m.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT p.id AS person, o.id AS body, m.home AS home, m.role AS role

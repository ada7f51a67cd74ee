// listed_memberships(as_of: date)
// 名册把人放在哪个组织
// 不论别的台账是否写明此人已离任。
// row: 一个人、一个组织
// unknown: 列在名册而没有行的人没有查到组织：是缺口
// topics: 名册 组织 成员
// returns: person, body
MATCH (p:Person)-[m:MEMBER_OF]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE m.since <= $as_of AND m.until > $as_of AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT p.id AS person, o.id AS body

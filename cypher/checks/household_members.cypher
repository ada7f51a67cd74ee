// household_members(as_of: date)
// 家里有人在组织的户
// 当天住在户里、在任，并且是组织成员的人。
// row: 一户、一个组织
// unknown: 没有行的户没有：是缺口，没有报这种台账时是待核实
// topics: 户 组织 成员 党员
// returns: household, body
MATCH (h:Household)<-[l:LIVES_IN]-(p:Person)-[m:MEMBER_OF]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE l.since <= $as_of AND l.until > $as_of AND m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of
  AND h.since <= $as_of AND h.until > $as_of AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT h.id AS household, o.id AS body

// body_posts(as_of: date)
// 组织的负责人和任职的人
// 当天在哪个组织任什么职、本人在任的人。
// row: 一个组织、一个人、一个职务、一种台账
// unknown: 没有行的组织没有写明负责人
// topics: 负责人 任职 组织
// returns: body, person, post, ledger
MATCH (p:Person)-[r:HOLDS_POST]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution|Place)
WHERE r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
  AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT o.id AS body, p.id AS person, r.post AS post, r.ledger AS ledger

// body_posts(as_of)
// Who leads (or holds another post of) which body on a day, in service.
// One row per body, person, post and ledger. A body without a row has no leader stated.
// returns: body, person, post, ledger
MATCH (p:Person)-[r:HOLDS_POST]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution|Place)
WHERE r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
  AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT o.id AS body, p.id AS person, r.post AS post, r.ledger AS ledger

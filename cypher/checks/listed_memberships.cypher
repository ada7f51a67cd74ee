// listed_memberships(as_of)
// Which persons a roster puts in which body on a day, whatever marks other ledgers carry.
// One row per person and body. A listed person without a row has no organisation: a gap.
// returns: person, body
MATCH (p:Person)-[m:MEMBER_OF]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE m.since <= $as_of AND m.until > $as_of AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT p.id AS person, o.id AS body

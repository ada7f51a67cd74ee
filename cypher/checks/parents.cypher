// parents(as_of)
// Which body is under which on a day (隶属, 对应).
// One row per pair. A body without a row is under none.
// returns: child, parent
MATCH (a:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution|Place)-[r:UNDER]->(b:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution|Place)
WHERE r.since <= $as_of AND r.until > $as_of
  AND a.since <= $as_of AND a.until > $as_of AND b.since <= $as_of AND b.until > $as_of
RETURN DISTINCT a.id AS child, b.id AS parent

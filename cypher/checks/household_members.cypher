// household_members(as_of)
// Which households have a resident who is a member of which body on a day.
// One row per household and body. A household without a row has none: a gap, or unknown where nothing was delivered.
// returns: household, body
MATCH (h:Household)<-[l:LIVES_IN]-(p:Person)-[m:MEMBER_OF]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE l.since <= $as_of AND l.until > $as_of AND m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of
  AND h.since <= $as_of AND h.until > $as_of AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT h.id AS household, o.id AS body

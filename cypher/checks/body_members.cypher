// body_members(as_of)
// Which organisations are members of which body on a day (成员单位), and in what role.
// One row per member, body and role.
// returns: member, body, role
MATCH (a:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)-[m:MEMBER_OF]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE m.since <= $as_of AND m.until > $as_of
  AND a.since <= $as_of AND a.until > $as_of AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT a.id AS member, o.id AS body, m.role AS role

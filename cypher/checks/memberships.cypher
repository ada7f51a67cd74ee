// memberships(as_of)
// Which persons are members of which body on a day, in service.
// One row per person and body; home tells the person's own organisation from a functional one (大党委, 综合党支部).
// returns: person, body, home, role
MATCH (p:Person)-[m:MEMBER_OF]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE m.since <= $as_of AND m.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT p.id AS person, o.id AS body, m.home AS home, m.role AS role

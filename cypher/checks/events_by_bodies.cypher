// events_by_bodies(kinds, as_of)
// Which organisations these events are by (the department that answers, the entity that signs).
// One row per event and organisation.
// returns: event, target
MATCH (e:Event)-[r:BY]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT e.id AS event, o.id AS target

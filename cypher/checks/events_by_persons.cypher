// events_by_persons(kinds, as_of)
// Which persons these events are by.
// One row per event and person.
// returns: event, target
MATCH (e:Event)-[r:BY]->(p:Person)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of
RETURN DISTINCT e.id AS event, p.id AS target

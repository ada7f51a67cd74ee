// events_of_persons(kinds, as_of)
// Which persons these events are about.
// One row per event and person.
// returns: event, target
MATCH (e:Event)-[:ABOUT]->(p:Person)
WHERE e.kind IN $kinds AND e.date <= $as_of
RETURN DISTINCT e.id AS event, p.id AS target

// events_by_persons(kinds, as_of)
// Which persons these events are by.
// One row per event and person.
// returns: event, target
MATCH (e:Event)-[:BY]->(p:Person)
WHERE e.kind IN $kinds AND e.date <= $as_of
RETURN DISTINCT e.id AS event, p.id AS target

// events_of_units(kinds, as_of)
// Which units these events are about.
// One row per event and unit.
// returns: event, target
MATCH (e:Event)-[r:ABOUT]->(u:Unit)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN DISTINCT e.id AS event, u.id AS target

// events_of_households(kinds, as_of)
// Which households these events are about.
// One row per event and household.
// returns: event, target
MATCH (e:Event)-[r:ABOUT]->(h:Household)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
RETURN DISTINCT e.id AS event, h.id AS target

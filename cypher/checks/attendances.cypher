// attendances(as_of)
// How many heads attended which event up to a day: attendances, not persons.
// One row per event and unit.
// returns: event, kind, unit, heads
MATCH (u:Unit)-[a:ATTENDED]->(e:Event)
WHERE e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND a.since <= $as_of AND a.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN e.id AS event, e.kind AS kind, u.id AS unit, coalesce(sum(a.heads), 0) AS heads

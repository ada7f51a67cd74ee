// events(kinds, as_of)
// Events of these kinds up to a day (visits, meetings, requests, whistles, awards, stays, agreements); what has ended by then (an agreement) is none any more.
// One row per event; a date that nobody could read is 0001-01-01, an open end 9999-12-31.
// returns: id, kind, date, until, outcome, days
MATCH (e:Event)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
RETURN e.id AS id, e.kind AS kind, e.date AS date, e.until AS until, e.outcome AS outcome, e.days AS days

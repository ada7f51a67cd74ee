// events_of_households(kinds: texts, as_of: date)
// 事件关于哪些户
// row: 一个事件、一户
// unknown: 没有行就是没有写明
// topics: 事件 走访 户
// returns: event, target
MATCH (e:Event)-[r:ABOUT]->(h:Household)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
RETURN DISTINCT e.id AS event, h.id AS target

// events_of_units(kinds: texts, as_of: date)
// 事件关于哪些单元
// row: 一个事件、一个单元
// unknown: 没有行就是没有写明
// topics: 事件 单元
// returns: event, target
MATCH (e:Event)-[r:ABOUT]->(u:Unit)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN DISTINCT e.id AS event, u.id AS target

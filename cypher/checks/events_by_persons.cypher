// events_by_persons(kinds: texts, as_of: date)
// 事件是哪些人办的
// row: 一个事件、一个人
// unknown: 没有行就是没有写明由谁办
// topics: 事件 人 承办
// returns: event, target
MATCH (e:Event)-[r:BY]->(p:Person)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of
RETURN DISTINCT e.id AS event, p.id AS target

// attendances(as_of: date)
// 各单元参加活动的人次
// 到当天为止，每个活动由各单元报来的人次；是人次，不是人数。
// row: 一个活动、一个参加的单元
// unknown: 不涉及：没有行就是没有报人次
// topics: 活动 参加 人次
// returns: event, kind, unit, heads
MATCH (u:Unit)-[a:ATTENDED]->(e:Event)
WHERE e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND a.since <= $as_of AND a.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN e.id AS event, e.kind AS kind, u.id AS unit, coalesce(sum(a.heads), 0) AS heads

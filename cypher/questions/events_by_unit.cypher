// events_by_unit(unit: unit = county, level: int = 2, first_day: date = year, as_of: date)
// 各单元开了多少会、办了多少件
// 每个单元连同以下各级，从 first_day 到 as_of 当天写明关于单元的各类事件(会议、诉求、吹哨、点单、蹲点等)，列到 level 那一级。一件事写了几个单元的，在每个单元都算，在它们共同的上级只算一次；记在户上的走访不在内。
// row: 一个单元的一类事件；一件也没有的类别没有行
// unknown: 日期看不清的事件不在时段之内，不算
// topics: 事件 会议 诉求 吹哨 议事会 活动 次数
// returns: unit_path, unit_id, level, kind, events
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (t:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH t
WHERE t.level <= $level
WITH t, $as_of AS day, count(*) AS ways
MATCH path = (u:Unit)-[:PART_OF*0..5]->(t)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH t, u, count(*) AS ways
MATCH (e:Event)-[a:ABOUT]->(u)
WHERE e.date >= $first_day AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of AND a.since <= $as_of AND a.until > $as_of
WITH t, e.kind AS kind, count(DISTINCT e.id) AS events
RETURN t.path AS unit_path, t.id AS unit_id, t.level AS level, kind, events
ORDER BY unit_path, unit_id, kind

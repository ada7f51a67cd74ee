// events(kinds: texts, as_of: date)
// 到当天为止的事件
// 走访、会议、诉求、吹哨、评选、蹲点、协议；到当天已结束的(协议)不算。
// row: 一个事件
// unknown: 没有行就是没有报；日期读不出为 0001-01-01，没有结束为 9999-12-31
// topics: 事件 走访 会议 诉求
// returns: id, kind, date, until, outcome, days
MATCH (e:Event)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
RETURN e.id AS id, e.kind AS kind, e.date AS date, e.until AS until, e.outcome AS outcome, e.days AS days

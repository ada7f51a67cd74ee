// requests_without_outcome(unit: unit = county, kinds: texts = 诉求|吹哨|群众点单, outcomes: texts = 无|没有|受理|登记|转办|交办|已受理|已登记|已转办|已交办, as_of: date)
// 没有办结的诉求、吹哨、点单
// 到 as_of 当天，结果一栏空着、写着还没有办结(未、待、正在……开头，办理中、处理中……结尾，或 outcomes 之一，与审计一致)的诉求、部门吹哨、群众点单，和交给哪个单位办。
// row: 一件事在一个单元
// unknown: 结果一栏空着的 outcome 为空，可能办了没有填，state 为 unknown；写明没有办结的为 gap
// topics: 诉求 吹哨 群众点单 办结 未回应 结果 部门
// returns: unit_path, event_id, kind, date, outcome, handler, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WITH u, count(*) AS ways
MATCH (e:Event)-[a:ABOUT]->(u)
WHERE e.kind IN $kinds AND e.date <= $as_of AND (e.outcome = '' OR e.outcome IN $outcomes
   OR e.outcome STARTS WITH '未' OR e.outcome STARTS WITH '待' OR e.outcome STARTS WITH '尚未' OR e.outcome STARTS WITH '暂未' OR e.outcome STARTS WITH '正在'
   OR e.outcome STARTS WITH '还在' OR e.outcome STARTS WITH '跟踪' OR e.outcome STARTS WITH '跟进'
   OR e.outcome ENDS WITH '办理中' OR e.outcome ENDS WITH '处理中' OR e.outcome ENDS WITH '处置中' OR e.outcome ENDS WITH '推进中' OR e.outcome ENDS WITH '进行中'
   OR e.outcome ENDS WITH '协调中' OR e.outcome ENDS WITH '整改中' OR e.outcome ENDS WITH '研究中' OR e.outcome ENDS WITH '受理中' OR e.outcome ENDS WITH '实施中') AND e.since <= $as_of AND e.until > $as_of AND a.since <= $as_of AND a.until > $as_of
WITH e, u, count(*) AS stated
OPTIONAL MATCH (e)-[b:BY]->(x:Institution)
WHERE b.since <= $as_of AND b.until > $as_of
WITH e, u, min(coalesce(x.name, '')) AS handler
RETURN u.path AS unit_path, e.id AS event_id, e.kind AS kind, e.date AS date, e.outcome AS outcome, handler,
       CASE WHEN e.outcome = '' THEN 'unknown' ELSE 'gap' END AS state
ORDER BY unit_path, event_id

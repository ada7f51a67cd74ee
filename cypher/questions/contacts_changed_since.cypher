// contacts_changed_since(unit: unit = county, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, since: date, as_of: date)
// 某一天以来开始和结束的联系
// 从 since 到 as_of(含)：change 为 began 是在这段时间里开始的联系，为 ended 是在这段时间里结束的；一条联系两样都有就是 ended。on_day 是开始或结束的日期。
// 联系人离任不改变联系的日期，见 contacts_who_left。
// row: 一条联系的一种变化
// unknown: 没有写明日期的联系不算变化
// topics: 联系 变化 新增 开始 结束
// returns: unit_path, household_id, code, person_id, name, mechanism, change, on_day, source
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
MATCH (h)<-[c:CONTACTS]-(p:Person)
WHERE c.mechanism IN $mechanisms AND ((c.since > $since AND c.since <= $as_of) OR (c.until > $since AND c.until <= $as_of))
RETURN u.path AS unit_path, h.id AS household_id, h.code AS code, p.id AS person_id, p.name AS name, c.mechanism AS mechanism,
       CASE WHEN c.until <= $as_of THEN 'ended' ELSE 'began' END AS change, CASE WHEN c.until <= $as_of THEN c.until ELSE c.since END AS on_day, c.source AS source
ORDER BY unit_path, household_id, person_id, mechanism, on_day, source

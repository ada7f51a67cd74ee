// households_changed_since(unit: unit = county, since: date, as_of: date)
// 某一天以来新增和消失的户
// 从 since 到 as_of：change 为 began 是这段时间里才有的户，为 ended 是 since 那天有、到 as_of 已不存在的户；on_day 是开始或结束的日期。
// 版次里只有写明的日期：第一次装载的户没有开始日期，不算新增。换过单元的户，写排在最后的一个单元。
// row: 一户的一种变化
// unknown: 不涉及：没有写明日期的不算变化
// topics: 户 变化 新增 消失 结束
// returns: unit_path, household_id, code, head, change, on_day
MATCH (top:Unit)
WHERE top.id = $unit
MATCH (u:Unit)-[:PART_OF*0..5]->(top)
WITH DISTINCT u.id AS unit_id
MATCH (h:Household)-[r:PART_OF]->(u:Unit)
WHERE u.id = unit_id AND ((h.since > $since AND h.since <= $as_of AND h.until > $as_of) OR (h.since <= $since AND h.until > $since AND h.until <= $as_of))
WITH h, max(u.path) AS unit_path
RETURN unit_path AS unit_path, h.id AS household_id, h.code AS code, h.head AS head,
       CASE WHEN h.until <= $as_of THEN 'ended' ELSE 'began' END AS change, CASE WHEN h.until <= $as_of THEN h.until ELSE h.since END AS on_day
ORDER BY unit_path, household_id

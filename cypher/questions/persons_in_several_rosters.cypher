// persons_in_several_rosters(unit: unit = county, least: int = 3, as_of: date)
// 同时列在几种名册里的人
// 当天列在本单元及以下单元的名册里，名册种类不少于 least 的在任的人：党员、团员、工会会员、妇女、青年突击队……一个人在几个单元列入同一种名册，算一种。
// 多的在前。
// row: 一个人
// unknown: 没有报来的名册里有没有他，不知道
// topics: 人 名册 重复 党员 会员 几个
// returns: person_id, name, rosters, units
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (p:Person)-[l:LISTED_IN]->(u)
WHERE l.since <= $as_of AND l.until > $as_of AND p.left_on > $as_of
WITH p, count(DISTINCT l.roster) AS rosters, count(DISTINCT u.id) AS units
WHERE rosters >= $least
RETURN p.id AS person_id, p.name AS name, rosters AS rosters, units AS units
ORDER BY rosters DESC, person_id

// listed(rosters: texts, as_of: date)
// 名册里的人
// 列在哪个单元的名册里；没有查到所在组织的人也在。
// row: 一个人、一个单元、一种名册
// unknown: 没有行就是没有列名；单元没有报这种名册时是待核实
// topics: 名册 党员 会员
// returns: person, unit, roster
MATCH (p:Person)-[l:LISTED_IN]->(u:Unit)
WHERE l.roster IN $rosters AND l.since <= $as_of AND l.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN DISTINCT p.id AS person, u.id AS unit, l.roster AS roster

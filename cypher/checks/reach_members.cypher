// reach_members(kinds: texts, as_of: date)
// 户的每一条合作社成员关系和它算不算
// strength 为 6 是有效，2 是已结束，1 是还没有开始；已结束的合作社也在内。
// row: 一条成员关系
// unknown: 没有行的户没有加入：是缺口，它的村没有报时是待核实
// topics: 合作社 成员 户
// returns: household, cooperative, kind, strength
MATCH (h:Household)-[m:MEMBER_OF]->(o:Cooperative)
WHERE o.kind IN $kinds AND h.since <= $as_of AND h.until > $as_of
RETURN h.id AS household, o.id AS cooperative, o.kind AS kind, CASE WHEN m.until <= $as_of THEN 2 WHEN m.since > $as_of THEN 1 ELSE 6 END AS strength

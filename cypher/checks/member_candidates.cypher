// member_candidates(kinds: texts, as_of: date)
// 合作社成员台账里一行符合的几户
// row: 一户、一类合作社
// unknown: 每一行都是待核实，除非此户另有成员关系
// topics: 合作社 成员 待核实
// returns: household, kind
MATCH (o:Cooperative)-[c:MAY_CONTACT]->(h:Household)
WHERE c.mechanism IN $kinds AND h.since <= $as_of AND h.until > $as_of
RETURN DISTINCT h.id AS household, c.mechanism AS kind

// visit_candidates(kinds: texts, as_of: date)
// 走访台账里一行符合的几户
// 日期读不出为 0001-01-01。
// row: 一户、一种事件、一个日期
// unknown: 每一行都是待核实，除非此户另有走访
// topics: 走访 待核实 几户
// returns: household, kind, date
MATCH (p:Person)-[c:MAY_CONTACT]->(h:Household)
WHERE c.mechanism IN $kinds AND c.since <= $as_of AND h.since <= $as_of AND h.until > $as_of
RETURN DISTINCT h.id AS household, c.mechanism AS kind, c.since AS date

// reach_candidates(mechanisms: texts, as_of: date)
// 联系台账里一行符合的几户
// row: 一户、一种联系机制
// unknown: 每一行都是待核实，除非此户另有有效的联系
// topics: 联系 待核实 几户
// returns: household, mechanism
MATCH (p:Person)-[c:MAY_CONTACT]->(h:Household)
WHERE c.mechanism IN $mechanisms AND h.since <= $as_of AND h.until > $as_of
RETURN DISTINCT h.id AS household, c.mechanism AS mechanism

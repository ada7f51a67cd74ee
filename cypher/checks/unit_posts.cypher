// unit_posts(as_of: date)
// 单元里任职的人
// 当天在单元任职、本人在任的人和这一行所填。
// row: 一个单元、一个人、一个职务和这一行所填
// unknown: 没有行的职务是空缺，单元没有报这种台账时是待核实
// topics: 任职 单元 组长 村干部
// returns: unit, person, post, political, education, birth_year, ledger
MATCH (p:Person)-[r:HOLDS_POST]->(u:Unit)
WHERE r.since <= $as_of AND r.until > $as_of AND u.since <= $as_of AND u.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT u.id AS unit, p.id AS person, r.post AS post, r.political AS political, p.education AS education, p.birth_year AS birth_year, r.ledger AS ledger

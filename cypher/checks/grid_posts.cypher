// grid_posts(as_of: date)
// 网格上任职的人
// 当天在网格任职、本人在任的人；political 是网格台账这一行所填的政治面貌。
// row: 一个网格、一个职务、一个人和这一行所填
// unknown: political 为空是没有填，即待核实；没有行的职务是空缺，村没有报网格台账时是待核实
// topics: 网格 网格员 任职
// returns: grid, post, person, political, education, birth_year, ledger
MATCH (p:Person)-[r:HOLDS_POST]->(g:Grid)
WHERE r.since <= $as_of AND r.until > $as_of AND g.since <= $as_of AND g.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT g.id AS grid, r.post AS post, p.id AS person, r.political AS political, p.education AS education, p.birth_year AS birth_year, r.ledger AS ledger

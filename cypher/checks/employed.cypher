// employed(as_of: date)
// 有工作单位的人
// 当天在任、写明工作单位的人。
// row: 一个人、一个单位
// unknown: 没有行的人没有写明工作单位
// topics: 工作单位 人
// returns: person, institution, political, sex, birth_year
MATCH (p:Person)-[e:EMPLOYED_BY]->(i:Institution)
WHERE e.since <= $as_of AND e.until > $as_of AND i.since <= $as_of AND i.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT p.id AS person, i.id AS institution, p.political AS political, p.sex AS sex, p.birth_year AS birth_year

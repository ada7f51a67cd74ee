// employed_homes(as_of: date)
// 有工作单位的人住在哪些应覆盖户
// row: 一个人、一户
// unknown: 没有行的人不住在本县的户里，或没有写明
// topics: 工作单位 户 居住
// returns: person, household
MATCH (h:Household)<-[l:LIVES_IN]-(p:Person)-[e:EMPLOYED_BY]->(i:Institution)
WHERE h.counted AND l.since <= $as_of AND l.until > $as_of AND e.since <= $as_of AND e.until > $as_of AND p.left_on > $as_of
  AND h.since <= $as_of AND h.until > $as_of AND i.since <= $as_of AND i.until > $as_of
RETURN DISTINCT p.id AS person, h.id AS household

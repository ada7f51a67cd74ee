// residents(every: bool, sexes: texts, first: int, last: int, as_of: date)
// 应覆盖户里的居住人口
// 当天在任、某些性别、出生年在 first 到 last 之间的人；every 为 true 时不问性别，出生年未知为 0。
// row: 一个人、一户
// unknown: 性别或出生年没有写明的人，只在不问时才在内
// topics: 人口 居民 性别 年龄
// returns: person, household, political
MATCH (p:Person)-[l:LIVES_IN]->(h:Household)
WHERE h.counted AND h.since <= $as_of AND h.until > $as_of
  AND l.since <= $as_of AND l.until > $as_of AND p.left_on > $as_of
  AND ($every OR p.sex IN $sexes) AND p.birth_year >= $first AND p.birth_year <= $last
RETURN DISTINCT p.id AS person, h.id AS household, p.political AS political

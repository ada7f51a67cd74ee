// residents(every, sexes, first, last, as_of)
// The residents of the denominator's households, in service on a day, of these sexes and born from the year first to the year last.
// One row per person and household; every = true asks for any sex, a birth year that is not known is 0.
// returns: person, household, political
MATCH (p:Person)-[l:LIVES_IN]->(h:Household)
WHERE h.counted AND h.since <= $as_of AND h.until > $as_of
  AND l.since <= $as_of AND l.until > $as_of AND p.left_on > $as_of
  AND ($every OR p.sex IN $sexes) AND p.birth_year >= $first AND p.birth_year <= $last
RETURN DISTINCT p.id AS person, h.id AS household, p.political AS political

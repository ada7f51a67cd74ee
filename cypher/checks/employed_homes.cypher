// employed_homes(as_of)
// The denominator's households in which persons with an employer live on a day.
// One row per person and household; a person without a row lives in no household of the county.
// returns: person, household
MATCH (h:Household)<-[l:LIVES_IN]-(p:Person)-[e:EMPLOYED_BY]->(i:Institution)
WHERE h.counted AND l.since <= $as_of AND l.until > $as_of AND e.since <= $as_of AND e.until > $as_of AND p.left_on > $as_of
  AND h.since <= $as_of AND h.until > $as_of AND i.since <= $as_of AND i.until > $as_of
RETURN DISTINCT p.id AS person, h.id AS household

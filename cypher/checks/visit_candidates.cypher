// visit_candidates(kinds, as_of)
// Households that an ambiguous visit may be about (rule 4), and when it was.
// One row per household, kind and date; a date that nobody could read is 0001-01-01.
// returns: household, kind, date
MATCH (p:Person)-[c:MAY_CONTACT]->(h:Household)
WHERE c.mechanism IN $kinds AND c.since <= $as_of AND h.since <= $as_of AND h.until > $as_of
RETURN DISTINCT h.id AS household, c.mechanism AS kind, c.since AS date

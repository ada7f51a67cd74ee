// reach_candidates(mechanisms, as_of)
// Households that an ambiguous row of a contact ledger may mean (rule 4).
// One row per household and mechanism: unknown for that mechanism unless it is reached otherwise.
// returns: household, mechanism
MATCH (p:Person)-[c:MAY_CONTACT]->(h:Household)
WHERE c.mechanism IN $mechanisms AND h.since <= $as_of AND h.until > $as_of
RETURN DISTINCT h.id AS household, c.mechanism AS mechanism

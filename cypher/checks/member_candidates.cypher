// member_candidates(kinds, as_of)
// Households that an ambiguous row of a membership ledger may mean (rule 4).
// One row per household and kind: unknown unless it is a member otherwise.
// returns: household, kind
MATCH (o:Cooperative)-[c:MAY_CONTACT]->(h:Household)
WHERE c.mechanism IN $kinds AND h.since <= $as_of AND h.until > $as_of
RETURN DISTINCT h.id AS household, c.mechanism AS kind

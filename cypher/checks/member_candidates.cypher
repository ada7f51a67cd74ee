// member_candidates(kinds)
// Households that an ambiguous row of a membership ledger may mean (rule 4).
// One row per household and kind: unknown unless it is a member otherwise.
// returns: household, kind
MATCH (o:Cooperative)-[c:MAY_CONTACT]->(h:Household)
WHERE c.mechanism IN $kinds
RETURN DISTINCT h.id AS household, c.mechanism AS kind

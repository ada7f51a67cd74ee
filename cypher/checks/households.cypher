// households(as_of)
// Every household of a day with the lowest unit that is known of it; counted tells whether it is in the denominator.
// One row per household. counted is false for 空户, 空挂户, 销户, 整户迁出 and in virtual units; one that has ended is not here.
// returns: id, unit, counted, kind
MATCH (h:Household)-[r:PART_OF]->(u:Unit)
WHERE h.since <= $as_of AND h.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN h.id AS id, u.id AS unit, h.counted AS counted, h.kind AS kind

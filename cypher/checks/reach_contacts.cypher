// reach_contacts(mechanisms, as_of)
// How strongly each household is contacted by each mechanism on a day: 6 counts, 3 the contact has left, 2 ended, 1 not yet begun.
// One row per household and mechanism with an edge. A household without a row has none: a gap, or unknown where nothing was delivered.
// returns: household, mechanism, strength
MATCH (p:Person)-[c:CONTACTS]->(h:Household)
WHERE c.mechanism IN $mechanisms
RETURN h.id AS household, c.mechanism AS mechanism,
       max(CASE WHEN c.until <= $as_of THEN 2 WHEN p.left_on <= $as_of THEN 3 WHEN c.since > $as_of THEN 1 ELSE 6 END) AS strength

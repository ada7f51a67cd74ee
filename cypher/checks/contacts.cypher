// contacts(mechanisms, as_of)
// Every contact of a household by these mechanisms, and how strongly it counts on a day: 6 counts, 3 the contact has left, 2 ended, 1 not yet begun.
// One row per edge; parallel edges are rows of their own, excluded households are here too (they count in load), those that have ended are not.
// A household without a row has none: a gap, or unknown where its village delivered nothing.
// returns: household, person, mechanism, strength
MATCH (p:Person)-[c:CONTACTS]->(h:Household)
WHERE c.mechanism IN $mechanisms AND h.since <= $as_of AND h.until > $as_of
RETURN h.id AS household, p.id AS person, c.mechanism AS mechanism,
       CASE WHEN c.until <= $as_of THEN 2 WHEN p.left_on <= $as_of THEN 3 WHEN c.since > $as_of THEN 1 ELSE 6 END AS strength

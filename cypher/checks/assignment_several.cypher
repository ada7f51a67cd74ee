// assignment_several(mechanisms, as_of)
// Households that more than one person contacts by these mechanisms on a day.
// One row per household of the denominator with two persons or more; unknown is told by reach.
// returns: household, number
MATCH (p:Person)-[c:CONTACTS]->(h:Household)
WHERE h.counted AND c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
WITH h.id AS household, count(DISTINCT p.id) AS number
WHERE number > 1
RETURN household, number

// load_contacts(mechanisms, as_of)
// How many households each contact has on a day, by mechanism and the unit the households lie in.
// One row per person, mechanism and lowest unit of the households; excluded households count too. Unknown does not arise.
// returns: person, name, mechanism, unit, households
MATCH (p:Person)-[c:CONTACTS]->(h:Household)-[:PART_OF]->(u:Unit)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
RETURN p.id AS person, p.name AS name, c.mechanism AS mechanism, u.id AS unit, count(DISTINCT h.id) AS households

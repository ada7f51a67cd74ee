// unit_contacts(mechanisms, as_of)
// Who contacts which unit by these mechanisms on a day, in service (领导包片, 楼栋长, 双报到).
// One row per person, unit and mechanism.
// returns: person, unit, mechanism
MATCH (p:Person)-[c:CONTACTS]->(u:Unit)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND u.since <= $as_of AND u.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT p.id AS person, u.id AS unit, c.mechanism AS mechanism

// listed(rosters, as_of)
// Who is listed in these rosters, and for which unit.
// One row per person, unit and roster, also of persons whose organisation was not found.
// returns: person, unit, roster
MATCH (p:Person)-[l:LISTED_IN]->(u:Unit)
WHERE l.roster IN $rosters AND l.since <= $as_of AND l.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN DISTINCT p.id AS person, u.id AS unit, l.roster AS roster

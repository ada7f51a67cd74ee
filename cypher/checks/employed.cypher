// employed(as_of)
// Persons with an employer on a day, in service.
// One row per person and institution.
// returns: person, institution, political, sex, birth_year
MATCH (p:Person)-[e:EMPLOYED_BY]->(i:Institution)
WHERE e.since <= $as_of AND e.until > $as_of AND i.since <= $as_of AND i.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT p.id AS person, i.id AS institution, p.political AS political, p.sex AS sex, p.birth_year AS birth_year

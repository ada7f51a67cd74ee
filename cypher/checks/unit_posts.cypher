// unit_posts(as_of)
// Who holds which post of a unit on a day, in service.
// One row per unit, person, post and what the row said. A unit without a row of a post has it vacant, or unknown where nothing was delivered.
// returns: unit, person, post, political, education, birth_year, ledger
MATCH (p:Person)-[r:HOLDS_POST]->(u:Unit)
WHERE r.since <= $as_of AND r.until > $as_of AND u.since <= $as_of AND u.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT u.id AS unit, p.id AS person, r.post AS post, r.political AS political, p.education AS education, p.birth_year AS birth_year, r.ledger AS ledger

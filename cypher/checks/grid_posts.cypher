// grid_posts(as_of)
// Who holds which post of a grid on a day, in service.
// One row per grid, post, person and what is said of them; political is what the ledger of grids says in that row, '' where it says nothing (unknown).
// returns: grid, post, person, political, education, birth_year, ledger
MATCH (p:Person)-[r:HOLDS_POST]->(g:Grid)
WHERE r.since <= $as_of AND r.until > $as_of AND g.since <= $as_of AND g.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT g.id AS grid, r.post AS post, p.id AS person, r.political AS political, p.education AS education, p.birth_year AS birth_year, r.ledger AS ledger

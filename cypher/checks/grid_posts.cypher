// grid_posts(posts, as_of)
// Who holds these posts in grids on a day, in service.
// One row per grid, post, person and what is said of them; political is what the ledger of grids says in that row, '' where it says nothing (unknown).
// returns: grid, post, person, political
MATCH (p:Person)-[r:HOLDS_POST]->(g:Grid)
WHERE r.post IN $posts AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT g.id AS grid, r.post AS post, p.id AS person, r.political AS political

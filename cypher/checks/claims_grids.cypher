// claims_grids(measure)
// Typed figures of grids beside the denominator's households that name the grid.
// One row per claim; counted is 0 where no household names it.
// returns: id, value, qualifier, subject, target, source, counted
MATCH (c:Claim)-[:CLAIMED_FOR]->(g:Grid)
WHERE c.measure = $measure
OPTIONAL MATCH (g)<-[:IN_GRID]-(h:Household)
WITH c, g, count(CASE WHEN h.counted THEN 1 END) AS counted
RETURN c.id AS id, c.value AS value, c.qualifier AS qualifier, c.subject AS subject, g.id AS target, c.source AS source, counted

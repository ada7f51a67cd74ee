// claims_grids(measure, as_of)
// Typed figures of grids beside the denominator's households that name the grid on a day.
// One row per claim; counted is 0 where no household names it.
// returns: id, value, qualifier, subject, target, source, counted
MATCH (c:Claim)-[:CLAIMED_FOR]->(g:Grid)
WHERE c.measure = $measure AND g.since <= $as_of AND g.until > $as_of
OPTIONAL MATCH (g)<-[e:IN_GRID]-(h:Household)
WHERE e.since <= $as_of AND e.until > $as_of AND h.since <= $as_of AND h.until > $as_of
WITH c, g, count(DISTINCT CASE WHEN h.counted THEN h.id END) AS counted
RETURN c.id AS id, c.value AS value, c.qualifier AS qualifier, c.subject AS subject, g.id AS target, c.source AS source, counted

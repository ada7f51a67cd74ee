WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of))
SELECT p.id AS person_id, p.name, count(DISTINCT g.id) AS grids, min(g.name) AS first_grid, max(g.name) AS last_grid
FROM ever_grid g JOIN ever_part_of b ON b.source = 'Grid' AND b.target = 'Unit' AND b."from" = g.id JOIN ever_unit u ON u.id = b."to"
JOIN ever_holds_post r ON r.target = 'Grid' AND r."to" = g.id JOIN ever_person p ON p.id = r."from"
WHERE u.id IN (FROM below) AND r.post IN (SELECT unnest($posts)) AND g.since <= $as_of AND g.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND u.since <= $as_of AND u.until > $as_of AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
GROUP BY p.id, p.name HAVING grids >= $at_least
ORDER BY grids DESC, person_id

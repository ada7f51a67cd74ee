WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of))
SELECT p.id AS person_id, p.name AS name, r.post AS post, count(DISTINCT u.id) AS units, min(u.path) AS first_unit_path, max(u.path) AS last_unit_path
FROM ever_holds_post r JOIN ever_person p ON p.id = r."from" JOIN ever_unit u ON u.id = r."to"
WHERE r.target = 'Unit' AND u.id IN (FROM below) AND r.post IN (SELECT unnest($posts)) AND u.since <= $as_of AND u.until > $as_of AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
GROUP BY p.id, p.name, r.post HAVING units >= $at_least
ORDER BY units DESC, person_id, post

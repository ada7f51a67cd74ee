WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of))
SELECT p.id AS person_id, p.name AS name, count(DISTINCT o.id) AS organizations, min(o.name) AS first_organization, max(o.name) AS last_organization
FROM ever_covers c JOIN ever_unit u ON u.id = c."to" JOIN organizations o ON o.id = c."from"
JOIN ever_holds_post r ON r."to" = o.id AND r.target = c.source JOIN ever_person p ON p.id = r."from"
WHERE c.source <> 'Place' AND u.id IN (FROM below) AND o.kind IN (SELECT unnest($kinds)) AND r.post IN (SELECT unnest($posts)) AND u.since <= $as_of AND u.until > $as_of AND c.since <= $as_of AND c.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
GROUP BY p.id, p.name HAVING organizations >= $at_least
ORDER BY organizations DESC, person_id

WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of))
SELECT o.id AS organization_id, o.kind AS organization_kind, o.name, r.kind AS pairing, count(DISTINCT u.id) AS units, min(u.path) AS first_unit_path, max(u.path) AS last_unit_path
FROM ever_paired_with r JOIN organizations o ON o.id = r."from" JOIN ever_unit u ON u.id = r."to"
WHERE r.target = 'Unit' AND u.id IN (FROM below) AND r.kind IN (SELECT unnest($kinds)) AND o.since <= $as_of AND o.until > $as_of AND r.since <= $as_of AND r.until > $as_of AND u.since <= $as_of AND u.until > $as_of
GROUP BY o.id, o.kind, o.name, r.kind HAVING units >= $at_least
ORDER BY units DESC, organization_id, pairing

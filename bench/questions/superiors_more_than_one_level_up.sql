WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of))
SELECT DISTINCT u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name, o.level AS level,
       b.id AS superior_id, b.kind AS superior_kind, b.name AS superior_name, b.level AS superior_level
FROM ever_covers c JOIN organizations o ON o.id = c."from" JOIN ever_unit u ON u.id = c."to"
JOIN ever_under r ON r."from" = o.id JOIN organizations b ON b.id = r."to"
WHERE c.source <> 'Place' AND r.source <> 'Place' AND r.target <> 'Place' AND u.id IN (FROM below) AND b.level > 0 AND o.level > b.level + 1 AND u.since <= $as_of AND u.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of AND r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of
ORDER BY unit_path, organization_id, superior_id

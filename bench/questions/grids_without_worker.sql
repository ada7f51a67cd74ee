WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of))
SELECT DISTINCT u.path AS unit_path, g.id AS grid_id, g.kind, g.name,
       CASE WHEN u.id IN (SELECT f."to" FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers))) THEN 'gap' ELSE 'unknown' END AS state
FROM ever_grid g JOIN ever_part_of b ON b.source = 'Grid' AND b.target = 'Unit' AND b."from" = g.id JOIN ever_unit u ON u.id = b."to"
WHERE u.id IN (FROM below) AND g.since <= $as_of AND g.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND u.since <= $as_of AND u.until > $as_of
  AND g.id NOT IN (SELECT r."to" FROM ever_holds_post r JOIN ever_person p ON p.id = r."from" WHERE r.target = 'Grid' AND r.post IN (SELECT unnest($posts)) AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of)
ORDER BY unit_path, grid_id

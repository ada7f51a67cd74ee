WITH RECURSIVE below AS (
  SELECT u.id FROM ever_unit u WHERE u.id = $unit AND u.since <= $as_of AND u.until > $as_of
  UNION
  SELECT u.id FROM ever_part_of e JOIN below b ON e."to" = b.id JOIN ever_unit u ON u.id = e."from" WHERE e.source = 'Unit' AND e.since <= $as_of AND e.until > $as_of AND u.since <= $as_of AND u.until > $as_of
), there AS (
  SELECT o.kind, c."to" AS unit FROM ever_place o LEFT JOIN ever_covers c ON c.source = 'Place' AND c."from" = o.id AND c.since <= $as_of AND c.until > $as_of
  WHERE o.kind IN (SELECT unnest($kinds)) AND o.since <= $as_of AND o.until > $as_of
)
SELECT u.path AS unit_path, u.id AS unit_id, k.kind,
       CASE WHEN u.id IN (SELECT f."to" FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers))) THEN 'gap' ELSE 'unknown' END AS state
FROM ever_unit u CROSS JOIN (SELECT DISTINCT kind FROM there) k
WHERE u.id IN (FROM below) AND u.level = 3 AND NOT u.code LIKE '%498' AND NOT u.code LIKE '%598' AND u.since <= $as_of AND u.until > $as_of AND NOT EXISTS (FROM there t WHERE t.unit = u.id AND t.kind = k.kind)
ORDER BY unit_path, unit_id, kind

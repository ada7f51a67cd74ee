WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), delivered AS (
  SELECT f."to" AS id, 0 AS step FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers))
  UNION
  SELECT e."from", v.step + 1 FROM ever_part_of e JOIN delivered v ON v.id = e."to" WHERE e.source = 'Unit' AND v.step < 2
), there AS (
  SELECT o.kind, c."to" AS unit FROM ever_massorganization o LEFT JOIN ever_covers c ON c.source = 'MassOrganization' AND c."from" = o.id AND c.since <= $as_of AND c.until > $as_of
  WHERE o.kind IN (SELECT unnest($kinds)) AND o.since <= $as_of AND o.until > $as_of
)
SELECT u.path AS unit_path, u.id AS unit_id, k.kind, CASE WHEN u.id IN (SELECT id FROM delivered) THEN 'gap' ELSE 'unknown' END AS state
FROM ever_unit u CROSS JOIN (SELECT DISTINCT kind FROM there) k
WHERE u.id IN (FROM below) AND u.level = $level AND NOT u.code LIKE '%498' AND NOT u.code LIKE '%598' AND u.since <= $as_of AND u.until > $as_of AND NOT EXISTS (FROM there t WHERE t.unit = u.id AND t.kind = k.kind)
ORDER BY unit_path, unit_id, kind

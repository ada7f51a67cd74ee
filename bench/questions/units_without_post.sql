WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), led AS (
  SELECT r."to" AS id FROM ever_holds_post r JOIN ever_person p ON p.id = r."from"
  WHERE r.target = 'Unit' AND r.post IN (SELECT unnest($posts)) AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
), delivered AS (
  SELECT f."to" AS id, 0 AS step FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers))
  UNION
  SELECT e."from", v.step + 1 FROM ever_part_of e JOIN delivered v ON v.id = e."to" WHERE e.source = 'Unit' AND v.step < 2
)
SELECT u.path AS unit_path, u.id AS unit_id, u.kind AS kind, CASE WHEN u.id IN (SELECT id FROM delivered) THEN 'gap' ELSE 'unknown' END AS state
FROM ever_unit u
WHERE u.id IN (FROM below) AND u.kind IN (SELECT unnest($unit_kinds)) AND NOT (length(u.code) = 12 AND (u.code LIKE '%498' OR u.code LIKE '%598')) AND u.since <= $as_of AND u.until > $as_of AND u.id NOT IN (FROM led)
ORDER BY ALL

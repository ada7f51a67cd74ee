WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), delivered AS (
  SELECT f."to" AS id, 0 AS step FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers))
  UNION
  SELECT e."from", v.step + 1 FROM ever_part_of e JOIN delivered v ON v.id = e."to" WHERE e.source = 'Unit' AND v.step < 2
), gridded AS (
  SELECT i."from" AS id FROM ever_in_grid i JOIN ever_grid g ON g.id = i."to" WHERE i.since <= $as_of AND i.until > $as_of AND g.since <= $as_of AND g.until > $as_of
)
SELECT DISTINCT u.path AS unit_path, h.id AS household_id, h.code AS household_code, h.head AS head
FROM ever_household h JOIN ever_part_of b ON b.source = 'Household' AND b."from" = h.id JOIN ever_unit u ON u.id = b."to"
WHERE h.counted AND u.id IN (FROM below) AND u.id IN (SELECT id FROM delivered) AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND u.since <= $as_of AND u.until > $as_of AND h.id NOT IN (FROM gridded)
ORDER BY unit_path, household_id

WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), delivered AS (
  SELECT f."to" AS id, 0 AS step FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers))
  UNION
  SELECT e."from", v.step + 1 FROM ever_part_of e JOIN delivered v ON v.id = e."to" WHERE e.source = 'Unit' AND v.step < 2
), ever_member AS (
  SELECT m."from" AS id, m.since <= $as_of AND m.until > $as_of AND k.since <= $as_of AND k.until > $as_of AS counts
  FROM ever_member_of m JOIN ever_cooperative k ON k.id = m."to" WHERE m.source = 'Household' AND k.kind IN (SELECT unnest($kinds))
), states AS (
  SELECT u.id AS unit, CASE
           WHEN h.id IN (SELECT id FROM ever_member WHERE counts) THEN 'met'
           WHEN h.id IN (SELECT y."to" FROM ever_may_contact y WHERE y.source = 'Cooperative' AND y.mechanism IN (SELECT unnest($kinds))) THEN 'unknown'
           WHEN h.id IN (SELECT id FROM ever_member) OR u.id IN (SELECT id FROM delivered) THEN 'gap' ELSE 'unknown' END AS state
  FROM ever_household h JOIN ever_part_of b ON b.source = 'Household' AND b."from" = h.id JOIN ever_unit u ON u.id = b."to"
  WHERE h.counted AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND u.since <= $as_of AND u.until > $as_of
), homes AS (
  SELECT unit, count(*) AS households, count(*) FILTER (state = 'met') AS met, count(*) FILTER (state = 'gap') AS gap, count(*) FILTER (state = 'unknown') AS unknown FROM states GROUP BY 1
), above AS (
  SELECT unit AS id, unit FROM homes
  UNION SELECT e."to", a.unit FROM ever_part_of e JOIN above a ON a.id = e."from" WHERE e.since <= $as_of AND e.until > $as_of AND e.source = 'Unit' AND e.target = 'Unit'
)
SELECT t.path AS unit_path, t.id AS unit_id, t.level, sum(o.households) AS households, sum(o.met) AS met,
       sum(o.gap) AS gap, sum(o.unknown) AS unknown
FROM homes o JOIN above a ON a.unit = o.unit JOIN ever_unit t ON t.id = a.id
WHERE t.id IN (FROM below) AND t.level <= $level AND t.since <= $as_of AND t.until > $as_of
GROUP BY t.path, t.id, t.level ORDER BY unit_path, unit_id

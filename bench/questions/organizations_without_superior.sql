WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), delivered AS (
  SELECT f."to" AS id, d.ledger, 0 AS step FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from"
  UNION
  SELECT e."from", v.ledger, v.step + 1 FROM ever_part_of e JOIN delivered v ON v.id = e."to" WHERE e.source = 'Unit' AND v.step < 2
)
SELECT DISTINCT u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name,
       CASE WHEN CASE WHEN o.kind LIKE '%党%' THEN '党组织' ELSE '群团组织' END IN (SELECT ledger FROM delivered WHERE id = u.id) THEN 'gap' ELSE 'unknown' END AS state
FROM ever_covers c JOIN organizations o ON o.id = c."from" JOIN ever_unit u ON u.id = c."to"
WHERE c.source <> 'Place' AND u.id IN (FROM below) AND u.level >= 3 AND o.kind IN (SELECT unnest($kinds)) AND u.since <= $as_of AND u.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
  AND o.id NOT IN (SELECT r."from" FROM ever_under r JOIN organizations b ON b.id = r."to" WHERE r.source <> 'Place' AND r.target <> 'Place' AND r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of)
ORDER BY unit_path, organization_id

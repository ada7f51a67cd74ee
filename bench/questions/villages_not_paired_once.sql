WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), asked AS (
  SELECT DISTINCT unnest($kinds) AS kind
), paired AS (
  SELECT r."to" AS id, r.kind, count(DISTINCT o.id) AS n FROM ever_paired_with r JOIN organizations o ON o.id = r."from"
  WHERE r.target = 'Unit' AND o.since <= $as_of AND o.until > $as_of AND r.since <= $as_of AND r.until > $as_of GROUP BY 1, 2
)
SELECT v.path AS unit_path, v.id AS unit_id, a.kind AS pairing, coalesce(p.n, 0) AS partners,
       CASE WHEN p.n > 1 OR a.kind IN (SELECT d.ledger FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from") THEN 'gap' ELSE 'unknown' END AS state
FROM ever_unit v CROSS JOIN asked a LEFT JOIN paired p ON p.id = v.id AND p.kind = a.kind
WHERE v.id IN (FROM below) AND v.level = 3 AND NOT v.code LIKE '%498' AND NOT v.code LIKE '%598' AND v.since <= $as_of AND v.until > $as_of AND coalesce(p.n, 0) <> 1
ORDER BY unit_path, unit_id, pairing

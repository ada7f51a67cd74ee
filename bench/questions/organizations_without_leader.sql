WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), led AS (
  SELECT r."to" AS id FROM ever_holds_post r JOIN ever_person p ON p.id = r."from"
  WHERE r.target NOT IN ('Unit', 'Grid', 'Place') AND r.post IN (SELECT unnest($posts)) AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
  UNION ALL
  SELECT m."to" FROM ever_member_of m JOIN ever_person p ON p.id = m."from" WHERE m.source = 'Person' AND m.role IN (SELECT unnest($posts)) AND m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of
), delivered AS (
  SELECT f."to" AS id, 0 AS step FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers))
  UNION
  SELECT e."from", v.step + 1 FROM ever_part_of e JOIN delivered v ON v.id = e."to" WHERE e.source = 'Unit' AND v.step < 2
)
SELECT DISTINCT u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name,
       CASE WHEN u.id IN (SELECT id FROM delivered) THEN 'gap' ELSE 'unknown' END AS state
FROM ever_covers c JOIN organizations o ON o.id = c."from" JOIN ever_unit u ON u.id = c."to"
WHERE c.source <> 'Place' AND u.id IN (FROM below) AND u.level >= 3 AND o.kind IN (SELECT unnest($kinds)) AND u.since <= $as_of AND u.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of AND o.id NOT IN (FROM led)
ORDER BY unit_path, organization_id

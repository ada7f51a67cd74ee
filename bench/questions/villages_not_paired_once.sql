WITH RECURSIVE below AS (
  SELECT u.id FROM ever_unit u WHERE u.id = $unit AND u.since <= $as_of AND u.until > $as_of
  UNION
  SELECT u.id FROM ever_part_of e JOIN below b ON e."to" = b.id JOIN ever_unit u ON u.id = e."from" WHERE e.source = 'Unit' AND e.since <= $as_of AND e.until > $as_of AND u.since <= $as_of AND u.until > $as_of
), organizations AS (
  SELECT id, name, kind, level, since, until FROM ever_partyorganization
  UNION ALL SELECT id, name, kind, level, since, until FROM ever_selfgovernmentbody
  UNION ALL SELECT id, name, kind, level, since, until FROM ever_massorganization
  UNION ALL SELECT id, name, kind, level, since, until FROM ever_cooperative
  UNION ALL SELECT id, name, kind, level, since, until FROM ever_socialorganization
  UNION ALL SELECT id, name, kind, level, since, until FROM ever_institution
), paired AS (
  SELECT r."to" AS id, count(DISTINCT o.id) AS n FROM ever_paired_with r JOIN organizations o ON o.id = r."from"
  WHERE r.target = 'Unit' AND r.kind IN (SELECT unnest($kinds)) AND o.since <= $as_of AND o.until > $as_of AND r.since <= $as_of AND r.until > $as_of GROUP BY 1
)
SELECT v.path AS unit_path, v.id AS unit_id, coalesce(p.n, 0) AS partners,
       CASE WHEN p.n > 1 OR v.id IN (SELECT f."to" FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers)))
            THEN 'gap' ELSE 'unknown' END AS state
FROM ever_unit v LEFT JOIN paired p ON p.id = v.id
WHERE v.id IN (FROM below) AND v.level = 3 AND NOT v.code LIKE '%498' AND NOT v.code LIKE '%598' AND v.since <= $as_of AND v.until > $as_of AND coalesce(p.n, 0) <> 1
ORDER BY unit_path, unit_id

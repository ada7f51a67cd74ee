WITH pairs AS (
  SELECT * FROM ever_paired_with r WHERE r.target <> 'Unit' AND r.kind IN (SELECT unnest($kinds)) AND r.since <= $as_of AND r.until > $as_of
)
SELECT a.id AS organization_id, a.name, b.id AS partner_id, b.name AS partner_name, r.kind, min(r.source_1) AS source
FROM pairs r JOIN organizations a ON a.id = r."from" JOIN organizations b ON b.id = r."to"
WHERE a.since <= $as_of AND a.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND NOT EXISTS (FROM pairs s WHERE s."from" = r."to" AND s."to" = r."from")
GROUP BY a.id, a.name, b.id, b.name, r.kind
ORDER BY organization_id, partner_id, kind

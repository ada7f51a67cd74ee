WITH RECURSIVE chain AS (
  SELECT id, 0 AS step FROM organizations o WHERE id = $organization AND o.since <= $as_of AND o.until > $as_of
  UNION
  SELECT b.id, k.step + 1 FROM ever_under r JOIN chain k ON k.id = r."from" JOIN organizations b ON b.id = r."to"
  WHERE r.source <> 'Place' AND r.target <> 'Place' AND r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND k.step < 8
)
SELECT min(k.step) AS step, b.id AS organization_id, b.kind AS kind, b.name AS name, b.level AS level,
       coalesce((SELECT min(u.path) FROM ever_covers c JOIN ever_unit u ON u.id = c."to" WHERE c."from" = b.id AND c.source <> 'Place' AND c.since <= $as_of AND c.until > $as_of AND u.since <= $as_of AND u.until > $as_of), '') AS unit_path
FROM chain k JOIN organizations b ON b.id = k.id
WHERE b.since <= $as_of AND b.until > $as_of
GROUP BY ALL ORDER BY step, organization_id

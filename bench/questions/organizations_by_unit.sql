WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), above AS (
  SELECT id, id AS top FROM ever_unit
  UNION ALL
  SELECT e."from", a.top FROM ever_part_of e JOIN above a ON e."to" = a.id WHERE e.since <= $as_of AND e.until > $as_of AND e.source = 'Unit' AND e.target = 'Unit'
)
SELECT t.path AS unit_path, t.id AS unit_id, t.level AS level, o.kind AS kind, count(DISTINCT o.id) AS organizations
FROM ever_unit t JOIN above a ON a.top = t.id JOIN ever_unit u ON u.id = a.id JOIN ever_covers c ON c."to" = u.id JOIN organizations o ON o.id = c."from"
WHERE t.id IN (FROM below) AND t.level <= $level AND c.source <> 'Place' AND t.since <= $as_of AND t.until > $as_of AND u.since <= $as_of AND u.until > $as_of AND c.since <= $as_of AND c.until > $as_of AND o.since <= $as_of AND o.until > $as_of
GROUP BY ALL ORDER BY unit_path, unit_id, kind

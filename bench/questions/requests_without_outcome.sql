WITH RECURSIVE below AS (
  SELECT u.id FROM ever_unit u WHERE u.id = $unit AND u.since <= $as_of AND u.until > $as_of
  UNION
  SELECT u.id FROM ever_part_of e JOIN below b ON e."to" = b.id JOIN ever_unit u ON u.id = e."from" WHERE e.source = 'Unit' AND e.since <= $as_of AND e.until > $as_of AND u.since <= $as_of AND u.until > $as_of
), handlers AS (
  SELECT b."from" AS event, min(x.name) AS name FROM ever_by b
  JOIN ever_institution x ON x.id = b."to" AND b.target = 'Institution'
  WHERE b.since <= $as_of AND b.until > $as_of GROUP BY 1
)
SELECT DISTINCT u.path AS unit_path, e.id AS event_id, e.kind, e.date, e.outcome, coalesce(h.name, '') AS handler,
       CASE WHEN e.outcome = '' THEN 'unknown' ELSE 'gap' END AS state
FROM ever_event e JOIN ever_about a ON a.target = 'Unit' AND a."from" = e.id JOIN ever_unit u ON u.id = a."to" LEFT JOIN handlers h ON h.event = e.id
WHERE e.kind IN (SELECT unnest($kinds)) AND e.date <= $as_of AND (e.outcome = '' OR e.outcome IN (SELECT unnest($outcomes))) AND u.id IN (FROM below) AND e.since <= $as_of AND e.until > $as_of AND a.since <= $as_of AND a.until > $as_of AND u.since <= $as_of AND u.until > $as_of
ORDER BY unit_path, event_id

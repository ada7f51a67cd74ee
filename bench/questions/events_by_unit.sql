WITH RECURSIVE below AS (
  SELECT u.id FROM ever_unit u WHERE u.id = $unit AND u.since <= $as_of AND u.until > $as_of
  UNION
  SELECT u.id FROM ever_part_of e JOIN below b ON e."to" = b.id JOIN ever_unit u ON u.id = e."from" WHERE e.source = 'Unit' AND e.since <= $as_of AND e.until > $as_of AND u.since <= $as_of AND u.until > $as_of
), happened AS (
  SELECT u.id AS unit, e.kind, count(*) AS n FROM ever_event e JOIN ever_about a ON a.target = 'Unit' AND a."from" = e.id JOIN ever_unit u ON u.id = a."to"
  WHERE u.id IN (FROM below) AND e.date >= $first_day AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of AND a.since <= $as_of AND a.until > $as_of AND u.since <= $as_of AND u.until > $as_of GROUP BY 1, 2
), above AS (
  SELECT unit AS id, unit FROM happened
  UNION SELECT e."to", a.unit FROM ever_part_of e JOIN above a ON a.id = e."from" WHERE e.since <= $as_of AND e.until > $as_of AND e.source = 'Unit' AND e.target = 'Unit'
)
SELECT t.path AS unit_path, t.id AS unit_id, t.level, h.kind, sum(h.n) AS events
FROM happened h JOIN above a ON a.unit = h.unit JOIN ever_unit t ON t.id = a.id
WHERE t.id IN (FROM below) AND t.level <= $level AND t.since <= $as_of AND t.until > $as_of
GROUP BY t.path, t.id, t.level, h.kind ORDER BY unit_path, unit_id, kind

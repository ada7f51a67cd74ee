WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), happened AS (
  SELECT DISTINCT u.id AS unit, e.kind, e.id FROM ever_event e JOIN ever_about a ON a.target = 'Unit' AND a."from" = e.id JOIN ever_unit u ON u.id = a."to"
  WHERE u.id IN (FROM below) AND e.date >= $first_day AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of AND a.since <= $as_of AND a.until > $as_of AND u.since <= $as_of AND u.until > $as_of
), above AS (
  SELECT unit AS id, unit FROM happened
  UNION SELECT e."to", a.unit FROM ever_part_of e JOIN above a ON a.id = e."from" WHERE e.since <= $as_of AND e.until > $as_of AND e.source = 'Unit' AND e.target = 'Unit'
)
SELECT t.path AS unit_path, t.id AS unit_id, t.level, h.kind, count(DISTINCT h.id) AS events
FROM happened h JOIN above a ON a.unit = h.unit JOIN ever_unit t ON t.id = a.id
WHERE t.id IN (FROM below) AND t.level <= $level AND t.since <= $as_of AND t.until > $as_of
GROUP BY t.path, t.id, t.level, h.kind ORDER BY unit_path, unit_id, kind

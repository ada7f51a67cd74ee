WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), handlers AS (
  SELECT b."from" AS event, min(x.name) AS name FROM ever_by b
  JOIN ever_institution x ON x.id = b."to" AND b.target = 'Institution'
  WHERE b.since <= $as_of AND b.until > $as_of GROUP BY 1
)
SELECT DISTINCT u.path AS unit_path, e.id AS event_id, e.kind, e.date, e.outcome, coalesce(h.name, '') AS handler,
       CASE WHEN e.outcome = '' THEN 'unknown' ELSE 'gap' END AS state
FROM ever_event e JOIN ever_about a ON a.target = 'Unit' AND a."from" = e.id JOIN ever_unit u ON u.id = a."to" LEFT JOIN handlers h ON h.event = e.id
WHERE e.kind IN (SELECT unnest($kinds)) AND e.date <= $as_of AND (e.outcome IN (SELECT unnest($outcomes)) OR regexp_full_match(e.outcome, '|(未|待|尚未|暂未|正在|还在|跟踪|跟进).*|.*(办理|处理|处置|推进|进行|协调|整改|研究|受理|实施)中')) AND u.id IN (FROM below) AND e.since <= $as_of AND e.until > $as_of AND a.since <= $as_of AND a.until > $as_of AND u.since <= $as_of AND u.until > $as_of
ORDER BY unit_path, event_id

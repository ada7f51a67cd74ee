WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), inside AS (
  SELECT id AS village, id, 0 AS step FROM ever_unit WHERE level = 3
  UNION
  SELECT i.village, e."from", i.step + 1 FROM ever_part_of e JOIN inside i ON i.id = e."to" WHERE e.since <= $as_of AND e.until > $as_of AND e.source = 'Unit' AND i.step < 2
), happened AS (
  SELECT i.village, bool_or(e.date BETWEEN $first_day AND $as_of) AS held, bool_or(e.date = DATE '0001-01-01') AS undated
  FROM inside i JOIN ever_about a ON a.target = 'Unit' AND a."to" = i.id JOIN ever_event e ON e.id = a."from"
  WHERE e.kind IN (SELECT unnest($kinds)) AND e.since <= $as_of AND e.until > $as_of AND a.since <= $as_of AND a.until > $as_of GROUP BY 1
)
SELECT v.path AS unit_path, v.id AS unit_id,
       CASE WHEN NOT coalesce(h.undated, FALSE) AND (SELECT count(DISTINCT d.ledger) FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE f."to" = v.id AND d.ledger IN (SELECT unnest($ledgers))) = len(list_distinct($ledgers))
            THEN 'gap' ELSE 'unknown' END AS state
FROM ever_unit v LEFT JOIN happened h ON h.village = v.id
WHERE v.id IN (FROM below) AND v.level = 3 AND NOT v.code LIKE '%498' AND NOT v.code LIKE '%598' AND v.since <= $as_of AND v.until > $as_of AND NOT coalesce(h.held, FALSE)
ORDER BY unit_path, unit_id

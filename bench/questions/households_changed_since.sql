WITH RECURSIVE below(id) AS (
    SELECT $unit
    UNION
    SELECT e."from" FROM below b JOIN ever_part_of e ON e."to" = b.id AND e.source = 'Unit'
)
SELECT max(u.path) AS unit_path, h.id AS household_id, h.code, h.head,
       CASE WHEN h.until <= $as_of THEN 'ended' ELSE 'began' END AS change, CASE WHEN h.until <= $as_of THEN h.until ELSE h.since END AS on_day
FROM ever_household h JOIN ever_part_of e ON e."from" = h.id AND e.source = 'Household' JOIN ever_unit u ON u.id = e."to"
WHERE u.id IN (FROM below) AND ((h.since > $since AND h.since <= $as_of AND h.until > $as_of) OR (h.since <= $since AND h.until > $since AND h.until <= $as_of))
GROUP BY h.id, h.code, h.head, h.since, h.until ORDER BY unit_path, household_id

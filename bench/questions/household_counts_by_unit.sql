WITH RECURSIVE up(id, above) AS (
    SELECT id, id FROM units_in($unit, $as_of)
    UNION
    SELECT up.id, e."to" FROM up JOIN ever_part_of e ON e."from" = up.above AND e.source = 'Unit' AND e.since <= $as_of AND e.until > $as_of
    WHERE e."to" IN (SELECT id FROM units_in($unit, $as_of))
)
SELECT u.path AS unit_path, u.id AS unit_id, u.level, u.kind, count(*) FILTER (WHERE h.counted) AS counted, count(*) FILTER (WHERE NOT h.counted) AS excluded
FROM homes_in($unit, $as_of) h JOIN up ON up.id = h.unit JOIN ever_unit u ON u.id = up.above GROUP BY ALL ORDER BY unit_path, unit_id

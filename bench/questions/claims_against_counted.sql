WITH RECURSIVE up(id, above) AS (
    SELECT id, id FROM units_in($unit, $as_of)
    UNION
    SELECT up.id, e."to" FROM up JOIN ever_part_of e ON e."from" = up.above AND e.source = 'Unit' AND e.since <= $as_of AND e.until > $as_of
    WHERE e."to" IN (SELECT id FROM units_in($unit, $as_of))
),
counts AS (SELECT up.above, count(*) AS n FROM homes_in($unit, $as_of) h JOIN up ON up.id = h.unit WHERE h.counted GROUP BY ALL)
SELECT u.path AS unit_path, u.id AS unit_id, k.value AS claimed, k.qualifier, coalesce(n, 0) AS counted, coalesce(n, 0) - k.value AS difference, k.source
FROM units_in($unit, $as_of) u JOIN ever_claimed_for f ON f."to" = u.id AND f.target = 'Unit' JOIN ever_claim k ON k.id = f."from" AND k.measure = '总户数'
LEFT JOIN counts ON above = u.id ORDER BY unit_path, unit_id, k.source, claimed

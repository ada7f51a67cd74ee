WITH missing AS (
    SELECT u.id, u.path, l.ledger FROM units_in($unit, $as_of) u, (SELECT unnest($ledgers) AS ledger) l
    WHERE u.level = 3 AND NOT (length(u.code) = 12 AND (u.code LIKE '%498' OR u.code LIKE '%598')) AND NOT EXISTS (SELECT 1 FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE f."to" = u.id AND d.ledger = l.ledger)
),
homes AS (SELECT v.village, count(*) AS n FROM homes_in($unit, $as_of) h JOIN villages_of($as_of) v ON v.id = h.unit WHERE h.counted GROUP BY ALL)
SELECT m.path AS unit_path, m.id AS unit_id, m.ledger, coalesce(n, 0) AS households FROM missing m LEFT JOIN homes ON village = m.id
ORDER BY unit_path, unit_id, ledger

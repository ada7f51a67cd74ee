SELECT u.path AS unit_path, u.id AS unit_id, c.mechanism, count(DISTINCT c.person) AS contacts, count(DISTINCT h.id) AS households
FROM homes_in($unit, $as_of) h JOIN villages_of($as_of) v ON v.id = h.unit JOIN ever_unit u ON u.id = v.village
JOIN counting($mechanisms, $as_of) c ON c.household = h.id WHERE h.counted GROUP BY ALL ORDER BY unit_path, unit_id, mechanism

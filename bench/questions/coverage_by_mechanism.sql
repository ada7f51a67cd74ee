SELECT c.mechanism, count(DISTINCT h.id) AS households, count(DISTINCT c.person) AS contacts
FROM homes_in($unit, $as_of) h JOIN counting($mechanisms, $as_of) c ON c.household = h.id
WHERE h.counted GROUP BY ALL ORDER BY mechanism

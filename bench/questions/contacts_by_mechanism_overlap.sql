WITH pairs AS (SELECT DISTINCT h.id, c.person, c.mechanism FROM homes_in($unit, $as_of) h JOIN counting($mechanisms, $as_of) c ON c.household = h.id WHERE h.counted)
SELECT a.mechanism AS first, b.mechanism AS second, count(DISTINCT a.id) AS households, count(DISTINCT a.id) FILTER (WHERE a.person = b.person) AS same_person
FROM pairs a JOIN pairs b ON b.id = a.id AND b.mechanism > a.mechanism GROUP BY ALL ORDER BY first, second

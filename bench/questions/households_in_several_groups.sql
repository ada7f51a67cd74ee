SELECT h.unit_path, h.id AS household_id, h.code, h.head, count(DISTINCT c.person) AS contacts
FROM homes_in($unit, $as_of) h JOIN counting([$mechanism], $as_of) c ON c.household = h.id
WHERE h.counted GROUP BY ALL HAVING count(DISTINCT c.person) > 1 ORDER BY unit_path, household_id

SELECT p.id AS person_id, p.name, count(DISTINCT c.mechanism) AS mechanisms, count(DISTINCT h.id) AS households
FROM homes_in($unit, $as_of) h JOIN counting($mechanisms, $as_of) c ON c.household = h.id JOIN ever_person p ON p.id = c.person
GROUP BY p.id, p.name HAVING count(DISTINCT c.mechanism) > 1 ORDER BY mechanisms DESC, person_id

WITH single AS (
    SELECT h.id, min(c.person) AS person FROM homes_in($unit, $as_of) h JOIN counting($mechanisms, $as_of) c ON c.household = h.id
    WHERE h.counted GROUP BY h.id HAVING count(DISTINCT c.person) = 1
)
SELECT p.id AS person_id, p.name, count(*) AS alone FROM single JOIN ever_person p ON p.id = person GROUP BY ALL ORDER BY alone DESC, person_id

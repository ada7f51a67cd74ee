WITH own AS (
    SELECT c.person, c.mechanism, min(h.unit_path) AS unit_path
    FROM homes_in($unit, $as_of) h JOIN counting($mechanisms, $as_of) c ON c.household = h.id GROUP BY ALL
),
loads AS (
    SELECT o.*, p.name, count(DISTINCT c.household) AS households
    FROM own o JOIN counting($mechanisms, $as_of) c ON c.person = o.person AND c.mechanism = o.mechanism
    JOIN ever_household h ON h.id = c.household AND h.since <= $as_of AND h.until > $as_of
    JOIN ever_person p ON p.id = o.person GROUP BY ALL
)
SELECT unit_path, person AS person_id, name, mechanism, households, households - $high AS beyond
FROM loads WHERE households > $high ORDER BY households DESC, person_id, mechanism

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
SELECT mechanism, count(*) AS contacts, min(households) AS least, max(households) AS most, count(*) FILTER (WHERE households < $low) AS below,
       count(*) FILTER (WHERE households BETWEEN $low AND $high) AS within, count(*) FILTER (WHERE households > $high) AS above
FROM loads GROUP BY ALL ORDER BY mechanism

WITH numbers AS (
    SELECT h.id, count(DISTINCT c.person) AS contacts
    FROM homes_in($unit, $as_of) h LEFT JOIN counting($mechanisms, $as_of) c ON c.household = h.id WHERE h.counted GROUP BY ALL
)
SELECT contacts, count(*) AS households FROM numbers GROUP BY ALL ORDER BY contacts

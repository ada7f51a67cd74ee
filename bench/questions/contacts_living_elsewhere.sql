WITH lives AS (
    SELECT DISTINCT l."from" AS person, u.path AS home_path, v.village
    FROM ever_lives_in l JOIN ever_household h ON h.id = l."to" AND h.since <= $as_of AND h.until > $as_of
    JOIN ever_part_of e ON e."from" = h.id AND e.source = 'Household' AND e.since <= $as_of AND e.until > $as_of
    JOIN ever_unit u ON u.id = e."to" JOIN villages_of($as_of) v ON v.id = u.id
    WHERE l.since <= $as_of AND l.until > $as_of
)
SELECT min(h.unit_path) AS unit_path, p.id AS person_id, p.name, c.mechanism, count(DISTINCT h.id) AS households, l.home_path
FROM homes_in($unit, $as_of) h JOIN counting($mechanisms, $as_of) c ON c.household = h.id JOIN villages_of($as_of) v ON v.id = h.unit
JOIN lives l ON l.person = c.person AND l.village <> v.village JOIN ever_person p ON p.id = c.person
GROUP BY p.id, p.name, c.mechanism, l.home_path ORDER BY unit_path, person_id, mechanism, home_path

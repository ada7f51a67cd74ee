SELECT DISTINCT h.unit_path, h.id AS household_id, h.code, p.id AS person_id, p.name, c.mechanism
FROM homes_in($unit, $as_of) h JOIN counting($mechanisms, $as_of) c ON c.household = h.id
JOIN ever_lives_in l ON l."from" = c.person AND l."to" = h.id AND l.since <= $as_of AND l.until > $as_of JOIN ever_person p ON p.id = c.person
ORDER BY unit_path, household_id, person_id, mechanism

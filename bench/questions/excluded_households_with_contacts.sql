SELECT DISTINCT h.unit_path, h.id AS household_id, h.code, h.kind, p.id AS person_id, p.name, c.mechanism
FROM homes_in($unit, $as_of) h JOIN counting($mechanisms, $as_of) c ON c.household = h.id JOIN ever_person p ON p.id = c.person
WHERE NOT h.counted ORDER BY unit_path, household_id, person_id, mechanism

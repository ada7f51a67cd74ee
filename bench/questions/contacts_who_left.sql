SELECT min(h.unit_path) AS unit_path, p.id AS person_id, p.name, c.mechanism, count(DISTINCT h.id) AS households, p.left_on, p.left_why
FROM homes_in($unit, $as_of) h JOIN ever_contacts c ON c."to" = h.id AND c.target = 'Household' JOIN ever_person p ON p.id = c."from"
WHERE list_contains($mechanisms, c.mechanism) AND c.until > $as_of AND p.left_on <= $as_of
GROUP BY p.id, p.name, c.mechanism, p.left_on, p.left_why ORDER BY unit_path, person_id, mechanism

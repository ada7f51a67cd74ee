SELECT DISTINCT h.unit_path, h.id AS household_id, h.code, h.head, p.id AS person_id, p.name, c.mechanism, p.left_on
FROM homes_in($unit, $as_of) h JOIN ever_contacts c ON c."to" = h.id AND c.target = 'Household' JOIN ever_person p ON p.id = c."from"
WHERE h.counted AND list_contains($mechanisms, c.mechanism) AND c.until > $as_of AND p.left_on <= $as_of
  AND h.id NOT IN (SELECT household FROM counting($mechanisms, $as_of))
ORDER BY unit_path, household_id, person_id, mechanism

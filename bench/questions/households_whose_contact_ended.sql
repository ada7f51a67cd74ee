SELECT h.unit_path, h.id AS household_id, h.code, h.head, max(c.until) AS ended_on
FROM homes_in($unit, $as_of) h JOIN ever_contacts c ON c."to" = h.id AND c.target = 'Household'
WHERE h.counted AND list_contains($mechanisms, c.mechanism) AND c.until <= $as_of AND h.id NOT IN (SELECT household FROM counting($mechanisms, $as_of))
GROUP BY ALL ORDER BY unit_path, household_id

SELECT c.mechanism, p.id AS person_id, p.name, c.since, c.until,
       CASE WHEN c.until <= $as_of THEN 'ended' WHEN p.left_on <= $as_of THEN 'contact_left' WHEN c.since > $as_of THEN 'not_started' ELSE 'met' END AS state,
       c.source_1 AS source
FROM ever_contacts c JOIN ever_person p ON p.id = c."from" JOIN ever_household h ON h.id = c."to" AND c.target = 'Household'
WHERE h.id = $household AND h.since <= $as_of AND h.until > $as_of AND list_contains($mechanisms, c.mechanism)
ORDER BY mechanism, person_id, source

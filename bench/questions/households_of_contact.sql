SELECT c.mechanism, u.path AS unit_path, h.id AS household_id, h.code, h.head, h.counted, c.since, c.until,
       CASE WHEN c.until <= $as_of THEN 'ended' WHEN p.left_on <= $as_of THEN 'contact_left' WHEN c.since > $as_of THEN 'not_started' ELSE 'met' END AS state
FROM ever_contacts c JOIN ever_person p ON p.id = c."from" JOIN ever_household h ON h.id = c."to" AND c.target = 'Household'
JOIN ever_part_of e ON e."from" = h.id AND e.source = 'Household' AND e.since <= $as_of AND e.until > $as_of JOIN ever_unit u ON u.id = e."to"
WHERE p.id = $person AND h.since <= $as_of AND h.until > $as_of AND list_contains($mechanisms, c.mechanism)
ORDER BY mechanism, unit_path, household_id, since, until

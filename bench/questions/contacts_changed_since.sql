SELECT h.unit_path, h.id AS household_id, h.code, p.id AS person_id, p.name, c.mechanism,
       CASE WHEN c.until <= $as_of THEN 'ended' ELSE 'began' END AS change, CASE WHEN c.until <= $as_of THEN c.until ELSE c.since END AS on_day, c.source_1 AS source
FROM homes_in($unit, $as_of) h JOIN ever_contacts c ON c."to" = h.id AND c.target = 'Household' JOIN ever_person p ON p.id = c."from"
WHERE list_contains($mechanisms, c.mechanism) AND ((c.since > $since AND c.since <= $as_of) OR (c.until > $since AND c.until <= $as_of))
ORDER BY unit_path, household_id, person_id, c.mechanism, on_day, c.source_1

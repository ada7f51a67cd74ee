WITH named AS (
    SELECT "from" AS person, "to" AS household, mechanism FROM ever_contacts WHERE target = 'Household'
    UNION ALL
    SELECT "from", "to", mechanism FROM ever_may_contact WHERE source = 'Person'
)
SELECT min(h.unit_path) AS unit_path, p.id AS person_id, p.name, n.mechanism, count(DISTINCT h.id) AS households
FROM homes_in($unit, $as_of) h JOIN named n ON n.household = h.id JOIN ever_person p ON p.id = n.person
WHERE list_contains($mechanisms, n.mechanism) AND p.left_on > $as_of
  AND (n.person, n.mechanism) NOT IN (
      SELECT (c.person, c.mechanism) FROM counting($mechanisms, $as_of) c JOIN ever_household g ON g.id = c.household AND g.since <= $as_of AND g.until > $as_of)
GROUP BY p.id, p.name, n.mechanism ORDER BY unit_path, person_id, mechanism

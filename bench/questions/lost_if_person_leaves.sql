SELECT DISTINCT u.path AS unit_path, h.id AS household_id, h.code, h.head
FROM counting($mechanisms, $as_of) c JOIN ever_household h ON h.id = c.household
JOIN ever_part_of e ON e."from" = h.id AND e.source = 'Household' AND e.since <= $as_of AND e.until > $as_of JOIN ever_unit u ON u.id = e."to"
WHERE c.person = $person AND h.counted AND h.since <= $as_of AND h.until > $as_of
  AND h.id NOT IN (SELECT household FROM counting($mechanisms, $as_of) WHERE person <> $person)
ORDER BY unit_path, household_id

WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), employed AS (
  SELECT e."from" AS person, min(i.name) AS institution_name FROM ever_employed_by e JOIN ever_institution i ON i.id = e."to" WHERE e.since <= $as_of AND e.until > $as_of AND i.since <= $as_of AND i.until > $as_of GROUP BY 1
), registered AS (
  SELECT r."from" AS person FROM ever_contacts r WHERE r.target = 'Unit' AND r.mechanism IN (SELECT unnest($mechanisms)) AND r.since <= $as_of AND r.until > $as_of
), homes AS (
  SELECT DISTINCT l."from" AS person, h.id AS household, u.id AS unit, u.path
  FROM ever_lives_in l JOIN ever_household h ON h.id = l."to" JOIN ever_part_of b ON b."from" = h.id AND b.source = 'Household' JOIN ever_unit u ON u.id = b."to"
  WHERE u.id IN (FROM below) AND l.since <= $as_of AND l.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND u.since <= $as_of AND u.until > $as_of
)
SELECT o.path AS unit_path, p.id AS person_id, p.name, e.institution_name, CASE WHEN EXISTS (FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers))) THEN 'gap' ELSE 'unknown' END AS state
FROM ever_person p JOIN employed e ON e.person = p.id JOIN homes o ON o.person = p.id
WHERE p.political IN (SELECT unnest($politicals)) AND p.left_on > $as_of AND p.id NOT IN (FROM registered)
ORDER BY unit_path, person_id, o.household

WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of))
SELECT u.path AS unit_path, p.id AS person_id, p.name AS name, l.roster AS roster, min(l."source_1") AS source
FROM ever_listed_in l JOIN ever_unit u ON u.id = l."to" JOIN ever_person p ON p.id = l."from"
WHERE u.id IN (FROM below) AND l.roster = $roster AND u.since <= $as_of AND u.until > $as_of AND l.since <= $as_of AND l.until > $as_of AND p.left_on > $as_of
  AND p.id NOT IN (SELECT m."from" FROM ever_member_of m JOIN organizations o ON o.id = m."to"
                   WHERE m.source = 'Person' AND m.role IN (SELECT unnest($roles)) AND m.since <= $as_of AND m.until > $as_of AND o.since <= $as_of AND o.until > $as_of)
GROUP BY u.path, p.id, p.name, l.roster ORDER BY unit_path, person_id

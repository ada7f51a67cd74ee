WITH RECURSIVE below AS (
  SELECT u.id FROM ever_unit u WHERE u.id = $unit AND u.since <= $as_of AND u.until > $as_of
  UNION
  SELECT u.id FROM ever_part_of e JOIN below b ON e."to" = b.id JOIN ever_unit u ON u.id = e."from" WHERE e.source = 'Unit' AND e.since <= $as_of AND e.until > $as_of AND u.since <= $as_of AND u.until > $as_of
), organizations AS (
  SELECT id, name, kind, level, since, until FROM ever_partyorganization
  UNION ALL SELECT id, name, kind, level, since, until FROM ever_selfgovernmentbody
  UNION ALL SELECT id, name, kind, level, since, until FROM ever_massorganization
  UNION ALL SELECT id, name, kind, level, since, until FROM ever_cooperative
  UNION ALL SELECT id, name, kind, level, since, until FROM ever_socialorganization
  UNION ALL SELECT id, name, kind, level, since, until FROM ever_institution
)
SELECT u.path AS unit_path, p.id AS person_id, p.name AS name, l.roster AS roster, min(l."source_1") AS source
FROM ever_listed_in l JOIN ever_unit u ON u.id = l."to" JOIN ever_person p ON p.id = l."from"
WHERE u.id IN (FROM below) AND l.roster = $roster AND u.since <= $as_of AND u.until > $as_of AND l.since <= $as_of AND l.until > $as_of AND p.left_on > $as_of
  AND p.id NOT IN (SELECT m."from" FROM ever_member_of m JOIN organizations o ON o.id = m."to"
                   WHERE m.source = 'Person' AND m.role IN (SELECT unnest($roles)) AND m.since <= $as_of AND m.until > $as_of AND o.since <= $as_of AND o.until > $as_of)
GROUP BY u.path, p.id, p.name, l.roster ORDER BY unit_path, person_id

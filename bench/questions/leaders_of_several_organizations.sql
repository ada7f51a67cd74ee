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
SELECT p.id AS person_id, p.name AS name, count(DISTINCT o.id) AS organizations, min(o.name) AS first_organization, max(o.name) AS last_organization
FROM ever_covers c JOIN ever_unit u ON u.id = c."to" JOIN organizations o ON o.id = c."from"
JOIN ever_holds_post r ON r."to" = o.id AND r.target = c.source JOIN ever_person p ON p.id = r."from"
WHERE c.source <> 'Place' AND u.id IN (FROM below) AND o.kind IN (SELECT unnest($kinds)) AND r.post IN (SELECT unnest($posts)) AND u.since <= $as_of AND u.until > $as_of AND c.since <= $as_of AND c.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
GROUP BY p.id, p.name HAVING organizations >= $at_least
ORDER BY organizations DESC, person_id

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
), held AS (
  SELECT DISTINCT c."to" AS unit, r."from" AS person, o.id, o.kind
  FROM ever_holds_post r JOIN organizations o ON o.id = r."to" JOIN ever_covers c ON c."from" = o.id AND c.source = r.target
  WHERE r.target IN ('PartyOrganization', 'SelfGovernmentBody') AND r.since <= $as_of AND r.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
)
SELECT v.path AS unit_path, p.id AS person_id, p.name AS name,
       count(DISTINCT h.id) FILTER (list_contains($kinds, h.kind)) AS bodies, count(DISTINCT h.id) FILTER (list_contains($supervision_kinds, h.kind)) AS supervision
FROM held h JOIN ever_unit v ON v.id = h.unit JOIN ever_person p ON p.id = h.person
WHERE v.id IN (FROM below) AND v.level = 3 AND v.since <= $as_of AND v.until > $as_of AND p.left_on > $as_of
GROUP BY v.path, p.id, p.name HAVING bodies > 0 AND supervision > 0
ORDER BY unit_path, person_id

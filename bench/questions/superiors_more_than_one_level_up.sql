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
SELECT DISTINCT u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name, o.level AS level,
       b.id AS superior_id, b.kind AS superior_kind, b.name AS superior_name, b.level AS superior_level
FROM ever_covers c JOIN organizations o ON o.id = c."from" JOIN ever_unit u ON u.id = c."to"
JOIN ever_under r ON r."from" = o.id JOIN organizations b ON b.id = r."to"
WHERE c.source <> 'Place' AND r.source <> 'Place' AND r.target <> 'Place' AND u.id IN (FROM below) AND b.level > 0 AND o.level > b.level + 1 AND u.since <= $as_of AND u.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of AND r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of
ORDER BY unit_path, organization_id, superior_id

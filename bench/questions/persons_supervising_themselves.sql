WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), held AS (
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

WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), held AS (
  SELECT DISTINCT c."to" AS unit, r."from" AS person, o.id, o.kind, o.name, r.post, r.target
  FROM ever_holds_post r JOIN organizations o ON o.id = r."to" JOIN ever_covers c ON c."from" = o.id AND c.source = r.target
  WHERE r.target IN ('PartyOrganization', 'SelfGovernmentBody', 'MassOrganization') AND r.since <= $as_of AND r.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
), village AS (
  SELECT unit, person, count(*) AS n FROM held WHERE target <> 'MassOrganization' AND kind IN (SELECT unnest($village_kinds)) GROUP BY 1, 2
)
SELECT DISTINCT v.path AS unit_path, h.id AS organization_id, h.kind, h.name, p.id AS person_id, p.name AS person_name, w.n AS village_posts
FROM held h JOIN ever_unit v ON v.id = h.unit JOIN ever_person p ON p.id = h.person JOIN village w ON w.unit = h.unit AND w.person = h.person
WHERE h.target = 'MassOrganization' AND h.kind IN (SELECT unnest($kinds)) AND v.id IN (FROM below) AND v.level = 3 AND v.since <= $as_of AND v.until > $as_of AND p.left_on > $as_of
ORDER BY unit_path, organization_id, person_id

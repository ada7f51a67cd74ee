WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), homes AS (
  SELECT n."from" AS person, count(DISTINCT b.id) AS n FROM ever_member_of n JOIN ever_partyorganization b ON b.id = n."to"
  WHERE n.source = 'Person' AND n.target = 'PartyOrganization' AND n.home AND n.since <= $as_of AND n.until > $as_of AND b.since <= $as_of AND b.until > $as_of GROUP BY 1
)
SELECT DISTINCT u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name, p.id AS person_id, p.name AS person_name,
       coalesce(h.n, 0) AS home_organizations, CASE WHEN h.n IS NULL THEN 'unknown' ELSE 'met' END AS state
FROM ever_member_of m JOIN ever_partyorganization o ON o.id = m."to" JOIN ever_covers c ON c."from" = o.id AND c.source = 'PartyOrganization'
JOIN ever_unit u ON u.id = c."to" JOIN ever_person p ON p.id = m."from" LEFT JOIN homes h ON h.person = p.id
WHERE m.source = 'Person' AND m.target = 'PartyOrganization' AND NOT m.home AND u.id IN (FROM below) AND m.since <= $as_of AND m.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of AND u.since <= $as_of AND u.until > $as_of AND p.left_on > $as_of
ORDER BY unit_path, organization_id, person_id

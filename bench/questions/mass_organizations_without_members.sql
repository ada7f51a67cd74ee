WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), filled AS (
  SELECT m."to" AS id FROM ever_member_of m JOIN ever_person p ON p.id = m."from"
  WHERE m.source = 'Person' AND m.target = 'MassOrganization' AND m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of
  UNION
  SELECT r."to" FROM ever_under r JOIN ever_massorganization b ON b.id = r."from" WHERE r.target = 'MassOrganization' AND r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of
), delivered AS (
  SELECT f."to" AS id, d.ledger, 0 AS step FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from"
  UNION
  SELECT e."from", v.ledger, v.step + 1 FROM ever_part_of e JOIN delivered v ON v.id = e."to" WHERE e.source = 'Unit' AND v.step < 2
)
SELECT DISTINCT u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name,
       CASE WHEN CASE WHEN o.kind = '青年突击队' THEN '队伍成员' ELSE '群团成员' END IN (SELECT ledger FROM delivered WHERE id = u.id) THEN 'gap' ELSE 'unknown' END AS state
FROM ever_covers c JOIN ever_massorganization o ON o.id = c."from" JOIN ever_unit u ON u.id = c."to"
WHERE c.source = 'MassOrganization' AND u.id IN (FROM below) AND u.level >= 3 AND o.kind IN (SELECT unnest($kinds)) AND u.since <= $as_of AND u.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
  AND o.id NOT IN (FROM filled)
ORDER BY unit_path, organization_id

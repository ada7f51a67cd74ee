WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), membered AS (
  SELECT m."to" AS id, count(DISTINCT m."from") FILTER (m.source = 'Person') AS members, count(DISTINCT m."from") FILTER (m.source = 'Household') AS households
  FROM ever_member_of m LEFT JOIN ever_person p ON m.source = 'Person' AND p.id = m."from" LEFT JOIN ever_household h ON m.source = 'Household' AND h.id = m."from"
  WHERE m.since <= $as_of AND m.until > $as_of AND (p.left_on > $as_of OR h.since <= $as_of AND h.until > $as_of) GROUP BY 1
), held AS (
  SELECT r."to" AS id, count(DISTINCT r."from") AS n FROM ever_holds_post r JOIN ever_person p ON p.id = r."from"
  WHERE r.target NOT IN ('Unit', 'Grid', 'Place') AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of GROUP BY 1
), superior AS (
  SELECT r."from" AS id, count(DISTINCT b.id) AS n FROM ever_under r JOIN organizations b ON b.id = r."to" WHERE r.source <> 'Place' AND r.target <> 'Place' AND r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of GROUP BY 1
)
SELECT DISTINCT u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name, coalesce(s.n, 0) AS superiors,
       coalesce(l.n, 0) AS holders, coalesce(m.members, 0) AS members, coalesce(m.households, 0) AS households
FROM ever_covers c JOIN organizations o ON o.id = c."from" JOIN ever_unit u ON u.id = c."to"
LEFT JOIN membered m ON m.id = o.id LEFT JOIN held l ON l.id = o.id LEFT JOIN superior s ON s.id = o.id
WHERE c.source <> 'Place' AND u.id IN (FROM below) AND u.since <= $as_of AND u.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
ORDER BY unit_path, organization_id

WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), led AS (
  SELECT DISTINCT u.path, u.id AS unit, o.id, o.kind, o.name, p.id AS person, p.name AS person_name, p.birth_year, r.post
  FROM ever_covers c JOIN ever_unit u ON u.id = c."to" JOIN organizations o ON o.id = c."from"
  JOIN ever_holds_post r ON r."to" = o.id AND r.target = c.source JOIN ever_person p ON p.id = r."from"
  WHERE c.source <> 'Place' AND u.id IN (FROM below) AND u.level = $level AND u.since <= $as_of AND u.until > $as_of AND c.since <= $as_of AND c.until > $as_of AND o.since <= $as_of AND o.until > $as_of AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
)
SELECT DISTINCT path AS unit_path, id AS organization_id, kind, name, person AS person_id, person_name, birth_year,
       (SELECT count(DISTINCT q.person) FROM led q WHERE q.unit = l.unit AND q.birth_year > $year + 20) AS younger,
       CASE WHEN birth_year = 0 THEN 'unknown' ELSE 'met' END AS state
FROM led l
WHERE birth_year <= $year AND kind IN (SELECT unnest($kinds)) AND post IN (SELECT unnest($posts))
ORDER BY unit_path, organization_id, person_id

WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), employed AS (
  SELECT DISTINCT e."to" AS id, p.id AS person, p.political FROM ever_employed_by e JOIN ever_person p ON p.id = e."from" WHERE e.since <= $as_of AND e.until > $as_of AND p.left_on > $as_of
), registered AS (
  SELECT r."from" AS person FROM ever_contacts r WHERE r.target = 'Unit' AND r.mechanism = '双报到' AND r.since <= $as_of AND r.until > $as_of
)
SELECT (SELECT min(u.path) FROM ever_covers c JOIN ever_unit u ON u.id = c."to" WHERE c.source = 'Institution' AND c."from" = i.id AND u.id IN (FROM below) AND c.since <= $as_of AND c.until > $as_of) AS unit_path,
       i.id AS institution_id, i.kind, i.name, count(*) AS employees, count(*) FILTER (e.political IN ('中共党员', '中共预备党员')) AS party_members,
       count(*) FILTER (e.political = '') AS political_unknown, count(*) FILTER (e.person IN (FROM registered)) AS registered
FROM ever_institution i JOIN employed e ON e.id = i.id
WHERE i.since <= $as_of AND i.until > $as_of
GROUP BY i.id, i.kind, i.name HAVING unit_path IS NOT NULL
ORDER BY unit_path, institution_id

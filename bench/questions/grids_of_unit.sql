WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), homes AS (
  SELECT i."to" AS id, count(DISTINCT h.id) AS n FROM ever_in_grid i JOIN ever_household h ON h.id = i."from" WHERE h.counted AND h.since <= $as_of AND h.until > $as_of AND i.since <= $as_of AND i.until > $as_of GROUP BY 1
), parent AS (
  SELECT b."from" AS id, count(DISTINCT a.id) AS n FROM ever_part_of b JOIN ever_grid a ON a.id = b."to" WHERE b.source = 'Grid' AND b.target = 'Grid' AND b.since <= $as_of AND b.until > $as_of AND a.since <= $as_of AND a.until > $as_of GROUP BY 1
), held AS (
  SELECT r."to" AS id, count(DISTINCT p.id) FILTER (list_contains($posts, r.post)) AS workers, count(DISTINCT p.id) AS holders
  FROM ever_holds_post r JOIN ever_person p ON p.id = r."from" WHERE r.target = 'Grid' AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of GROUP BY 1
)
SELECT DISTINCT u.path AS unit_path, g.id AS grid_id, g.kind, g.name, coalesce(a.n, 0) AS parents, coalesce(h.n, 0) AS households,
       coalesce(w.workers, 0) AS workers, coalesce(w.holders, 0) AS holders
FROM ever_grid g JOIN ever_part_of b ON b.source = 'Grid' AND b.target = 'Unit' AND b."from" = g.id JOIN ever_unit u ON u.id = b."to"
LEFT JOIN homes h ON h.id = g.id LEFT JOIN parent a ON a.id = g.id LEFT JOIN held w ON w.id = g.id
WHERE u.id IN (FROM below) AND g.since <= $as_of AND g.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND u.since <= $as_of AND u.until > $as_of
ORDER BY unit_path, grid_id

WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), inside AS (
  SELECT id AS w, id FROM ever_unit u WHERE level = 4 AND u.since <= $as_of AND u.until > $as_of
  UNION SELECT u.id, e."from" FROM ever_part_of e JOIN ever_unit u ON u.id = e."to" AND u.level = 4 WHERE e.since <= $as_of AND e.until > $as_of AND e.source = 'Unit'
), homes AS (
  SELECT DISTINCT n.w, h.id AS household, g.id AS grid
  FROM inside n JOIN ever_part_of b ON b.source = 'Household' AND b."to" = n.id JOIN ever_household h ON h.id = b."from"
  LEFT JOIN (SELECT i."from" AS household, g.id FROM ever_in_grid i JOIN ever_grid g ON g.id = i."to" WHERE g.kind IN (SELECT unnest($kinds)) AND i.since <= $as_of AND i.until > $as_of AND g.since <= $as_of AND g.until > $as_of) g ON g.household = h.id
  WHERE h.counted AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of
)
SELECT w.path AS unit_path, w.id AS unit_id, count(DISTINCT grid) AS grids, count(grid) AS households, count(*) FILTER (grid IS NULL) AS no_grid
FROM homes JOIN ever_unit w ON w.id = homes.w
WHERE w.id IN (FROM below) AND w.since <= $as_of AND w.until > $as_of
GROUP BY w.path, w.id HAVING grids >= $at_least
ORDER BY grids DESC, unit_id

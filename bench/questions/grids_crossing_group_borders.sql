WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), homes AS (
  SELECT g.id, g.kind, g.name, h.id AS household, CASE WHEN x.level = 4 THEN x.id ELSE (SELECT min(w.id) FROM ever_part_of e JOIN ever_unit w ON w.id = e."to" AND w.level = 4 WHERE e."from" = x.id AND e.source = 'Unit' AND e.since <= $as_of AND e.until > $as_of) END AS within
  FROM ever_household h JOIN ever_part_of b ON b.source = 'Household' AND b."from" = h.id JOIN ever_unit x ON x.id = b."to"
  JOIN ever_in_grid i ON i."from" = h.id JOIN ever_grid g ON g.id = i."to"
  WHERE h.counted AND x.id IN (FROM below) AND x.level >= 3 AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND x.since <= $as_of AND x.until > $as_of AND i.since <= $as_of AND i.until > $as_of AND g.since <= $as_of AND g.until > $as_of
)
SELECT id AS grid_id, kind, name, count(DISTINCT within) AS groups, count(*) AS households, count(*) FILTER (within IS NULL) AS village_households
FROM homes GROUP BY id, kind, name HAVING groups >= $at_least
ORDER BY groups DESC, grid_id

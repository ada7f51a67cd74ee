WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), held AS (
  SELECT r."from" AS person, count(DISTINCT (r."to", r.post)) AS n FROM ever_holds_post r
  JOIN (SELECT id, since, until FROM organizations UNION ALL SELECT id, since, until FROM ever_place UNION ALL SELECT id, since, until FROM ever_grid
        UNION ALL SELECT id, since, until FROM ever_unit) x ON x.id = r."to"
  WHERE r.since <= $as_of AND r.until > $as_of AND x.since <= $as_of AND x.until > $as_of GROUP BY 1
), others AS (
  SELECT o."from" AS person, count(DISTINCT k.id) AS n FROM ever_contacts o JOIN ever_household k ON k.id = o."to"
  WHERE o.target = 'Household' AND o.mechanism IN (SELECT unnest($others)) AND o.since <= $as_of AND o.until > $as_of AND k.since <= $as_of AND k.until > $as_of GROUP BY 1
), own AS (
  SELECT p.id, p.name, count(DISTINCT h.id) AS households, min(u.path) AS unit_path
  FROM ever_contacts c JOIN ever_person p ON p.id = c."from" JOIN ever_household h ON h.id = c."to"
  JOIN ever_part_of b ON b."from" = h.id AND b.source = 'Household' JOIN ever_unit u ON u.id = b."to"
  WHERE c.target = 'Household' AND c.mechanism IN (SELECT unnest($mechanisms)) AND u.id IN (FROM below) AND c.since <= $as_of AND c.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND u.since <= $as_of AND u.until > $as_of AND p.left_on > $as_of
  GROUP BY 1, 2
)
SELECT w.unit_path, w.id AS person_id, w.name, w.households, coalesce(o.n, 0) AS other_households, coalesce(h.n, 0) AS posts
FROM own w LEFT JOIN others o ON o.person = w.id LEFT JOIN held h ON h.person = w.id
WHERE o.n > 0 OR h.n > 0
ORDER BY unit_path, person_id

WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), inside AS (
  SELECT id AS village, id, 0 AS step FROM ever_unit WHERE level = 3
  UNION
  SELECT i.village, e."from", i.step + 1 FROM ever_part_of e JOIN inside i ON i.id = e."to" WHERE e.since <= $as_of AND e.until > $as_of AND e.source = 'Unit' AND i.step < 2
), counted AS (
  SELECT i.village, count(DISTINCT o.id) AS n, count(DISTINCT o.kind) FILTER (o.kind IN (SELECT unnest($kinds))) AS classes
  FROM inside i JOIN ever_covers c ON c.source = 'SocialOrganization' AND c."to" = i.id JOIN ever_socialorganization o ON o.id = c."from"
  WHERE o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of GROUP BY 1
)
SELECT v.path AS unit_path, v.id AS unit_id, CASE WHEN v.kind IN ('社区', '类似居委会') THEN $community_norm ELSE $village_norm END AS norm,
       coalesce(n.n, 0) AS organizations, coalesce(n.classes, 0) AS classes,
       CASE WHEN v.id IN (SELECT f."to" FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers)))
            THEN 'gap' ELSE 'unknown' END AS state
FROM ever_unit v LEFT JOIN counted n ON n.village = v.id
WHERE v.id IN (FROM below) AND v.level = 3 AND NOT v.code LIKE '%498' AND NOT v.code LIKE '%598' AND v.since <= $as_of AND v.until > $as_of AND coalesce(n.n, 0) < norm
ORDER BY unit_path, unit_id

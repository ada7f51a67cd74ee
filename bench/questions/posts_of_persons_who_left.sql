WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), places AS (
  SELECT id, kind, name FROM ever_unit u WHERE id IN (FROM below) AND u.since <= $as_of AND u.until > $as_of
  UNION SELECT x.id, x.kind, x.name FROM organizations x JOIN ever_covers c ON c."from" = x.id WHERE c.source <> 'Place' AND c."to" IN (FROM below) AND x.since <= $as_of AND x.until > $as_of
  UNION SELECT x.id, x.kind, x.name FROM ever_place x JOIN ever_covers c ON c."from" = x.id WHERE c.source = 'Place' AND c."to" IN (FROM below) AND x.since <= $as_of AND x.until > $as_of
  UNION SELECT x.id, x.kind, x.name FROM ever_grid x JOIN ever_part_of c ON c."from" = x.id WHERE c.source = 'Grid' AND c."to" IN (FROM below) AND x.since <= $as_of AND x.until > $as_of
)
SELECT p.id AS person_id, p.name AS name, p.left_on AS left_on, p.left_why AS left_why, r.post AS post,
       x.id AS place_id, x.kind AS place_kind, x.name AS place_name, min(r."source_1") AS source
FROM ever_holds_post r JOIN ever_person p ON p.id = r."from" JOIN places x ON x.id = r."to"
WHERE r.since <= $as_of AND r.until > $as_of AND p.left_on <= $as_of
GROUP BY p.id, p.name, p.left_on, p.left_why, r.post, x.id, x.kind, x.name
ORDER BY person_id, place_id, post

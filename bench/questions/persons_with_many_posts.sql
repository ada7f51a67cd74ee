WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), places AS (
  SELECT id FROM ever_unit u WHERE id IN (FROM below) AND u.since <= $as_of AND u.until > $as_of
  UNION SELECT x.id FROM organizations x JOIN ever_covers c ON c."from" = x.id WHERE c.source <> 'Place' AND c."to" IN (FROM below) AND x.since <= $as_of AND x.until > $as_of
  UNION SELECT x.id FROM ever_place x JOIN ever_covers c ON c."from" = x.id WHERE c.source = 'Place' AND c."to" IN (FROM below) AND x.since <= $as_of AND x.until > $as_of
  UNION SELECT x.id FROM ever_grid x JOIN ever_part_of c ON c."from" = x.id WHERE c.source = 'Grid' AND c."to" IN (FROM below) AND x.since <= $as_of AND x.until > $as_of
), held AS (
  SELECT r."from" AS person, r."to" AS place, r.post, min(r.ledger) AS ledger FROM ever_holds_post r WHERE r."to" IN (FROM places) AND r.since <= $as_of AND r.until > $as_of GROUP BY 1, 2, 3
)
SELECT p.id AS person_id, p.name AS name, count(*) AS posts, count(DISTINCT h.place) AS places, count(DISTINCT h.ledger) AS ledgers
FROM held h JOIN ever_person p ON p.id = h.person
WHERE p.left_on > $as_of
GROUP BY p.id, p.name HAVING posts >= $at_least
ORDER BY posts DESC, places DESC, person_id

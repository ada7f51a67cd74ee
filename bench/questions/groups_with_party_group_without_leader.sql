WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), led AS (
  SELECT r."to" AS id FROM ever_holds_post r JOIN ever_person p ON p.id = r."from"
  WHERE r.target = 'Unit' AND r.post IN (SELECT unnest($posts)) AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of
), delivered AS (
  SELECT f."to" AS id FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers))
), reported AS (
  SELECT id FROM delivered
  UNION ALL SELECT e."from" FROM ever_part_of e JOIN delivered v ON v.id = e."to" WHERE e.since <= $as_of AND e.until > $as_of AND e.source = 'Unit'
), organized AS (
  SELECT c."to" AS id, count(DISTINCT o.id) AS n FROM ever_covers c JOIN ever_partyorganization o ON o.id = c."from"
  WHERE c.source = 'PartyOrganization' AND o.kind IN (SELECT unnest($kinds)) AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of GROUP BY 1
)
SELECT g.path AS unit_path, g.id AS unit_id, o.n AS party_organizations, CASE WHEN g.id IN (FROM reported) THEN 'gap' ELSE 'unknown' END AS state
FROM ever_unit g JOIN organized o ON o.id = g.id
WHERE g.id IN (FROM below) AND g.level = 4 AND g.kind IN (SELECT unnest($unit_kinds)) AND g.since <= $as_of AND g.until > $as_of AND g.id NOT IN (FROM led)
ORDER BY ALL

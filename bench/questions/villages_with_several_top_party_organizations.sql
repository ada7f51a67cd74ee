WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), covered AS (
  SELECT DISTINCT c."to" AS unit, o.id, o.kind FROM ever_covers c JOIN ever_partyorganization o ON o.id = c."from"
  WHERE c.source = 'PartyOrganization' AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
), inside AS (
  SELECT r."from" AS id, b.unit FROM ever_under r JOIN covered b ON b.id = r."to" WHERE b.kind IN (SELECT unnest($kinds)) AND r.source = 'PartyOrganization' AND r.target = 'PartyOrganization' AND r.since <= $as_of AND r.until > $as_of
), tops AS (
  SELECT unit, count(DISTINCT id) AS n FROM covered o
  WHERE o.kind IN (SELECT unnest($kinds)) AND NOT EXISTS (FROM inside i WHERE i.id = o.id AND i.unit = o.unit) GROUP BY 1
)
SELECT v.path AS unit_path, v.id AS unit_id, coalesce(t.n, 0) AS top_organizations,
       CASE WHEN t.n > 1 OR v.id IN (SELECT f."to" FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE d.ledger IN (SELECT unnest($ledgers)))
            THEN 'gap' ELSE 'unknown' END AS state
FROM ever_unit v LEFT JOIN tops t ON t.unit = v.id
WHERE v.id IN (FROM below) AND v.level = 3 AND NOT v.code LIKE '%498' AND NOT v.code LIKE '%598' AND v.since <= $as_of AND v.until > $as_of AND coalesce(t.n, 0) <> 1
ORDER BY ALL

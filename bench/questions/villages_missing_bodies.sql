WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), bodies AS (
  SELECT c."to" AS unit, 'party' AS part FROM ever_covers c JOIN ever_partyorganization o ON o.id = c."from"
  WHERE c.source = 'PartyOrganization' AND o.kind IN (SELECT unnest($party_kinds)) AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
  UNION ALL
  SELECT c."to", CASE WHEN list_contains($committee_kinds, o.kind) THEN 'committee' ELSE 'supervision' END
  FROM ever_covers c JOIN ever_selfgovernmentbody o ON o.id = c."from"
  WHERE c.source = 'SelfGovernmentBody' AND o.kind IN (SELECT unnest($committee_kinds || $supervision_kinds)) AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
), seen AS (
  SELECT unit, bool_or(part = 'party') AS party, bool_or(part = 'committee') AS committee, bool_or(part = 'supervision') AS supervision FROM bodies GROUP BY 1
), delivered AS (
  SELECT f."to" AS unit, bool_or(list_contains($party_ledgers, d.ledger)) AS party, bool_or(list_contains($ledgers, d.ledger)) AS self
  FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" GROUP BY 1
)
SELECT v.path AS unit_path, v.id AS unit_id,
       CASE WHEN s.party THEN 'met' WHEN d.party THEN 'gap' ELSE 'unknown' END AS party,
       CASE WHEN s.committee THEN 'met' WHEN d.self THEN 'gap' ELSE 'unknown' END AS committee,
       CASE WHEN s.supervision THEN 'met' WHEN d.self THEN 'gap' ELSE 'unknown' END AS supervision
FROM ever_unit v LEFT JOIN seen s ON s.unit = v.id LEFT JOIN delivered d ON d.unit = v.id
WHERE v.id IN (FROM below) AND v.level = 3 AND NOT v.code LIKE '%498' AND NOT v.code LIKE '%598' AND v.since <= $as_of AND v.until > $as_of AND NOT coalesce(s.party AND s.committee AND s.supervision, FALSE)
ORDER BY ALL

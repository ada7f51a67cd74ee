// villages_missing_bodies(unit: unit = county, party_kinds: texts = 党委|党总支|党支部, committee_kinds: texts = 村民委员会|居民委员会, supervision_kinds: texts = 村务监督委员会|居务监督委员会, party_ledgers: texts = 党组织|自治组织, ledgers: texts = 自治组织, as_of: date)
// 三委不全的村(社区)
// 村(社区)党组织、村(居)民委员会、村(居)务监督委员会至少缺一个，或者说不清的村。每一委写 met(有)、gap(缺)或 unknown(待核实)。
// row: 一个村(社区)
// unknown: 没有见到这一委，而村里也没有报相应的台账(自治组织；党组织也看党组织台账)
// topics: 三委 党组织 村委会 居委会 监委会 村务监督 缺
// returns: unit_path, unit_id, party, committee, supervision
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (v:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH v
WHERE v.level = 3 AND NOT v.code ENDS WITH '498' AND NOT v.code ENDS WITH '598'
WITH v, count(*) AS ways
WITH v, EXISTS { MATCH (o:PartyOrganization)-[c:COVERS]->(v) WHERE o.kind IN $party_kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of } AS has_party,
     EXISTS { MATCH (o:SelfGovernmentBody)-[c:COVERS]->(v) WHERE o.kind IN $committee_kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of } AS has_committee,
     EXISTS { MATCH (o:SelfGovernmentBody)-[c:COVERS]->(v) WHERE o.kind IN $supervision_kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of } AS has_supervision,
     EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE d.ledger IN $party_ledgers } AS party_delivered,
     EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE d.ledger IN $ledgers } AS delivered
WHERE NOT (has_party AND has_committee AND has_supervision)
RETURN v.path AS unit_path, v.id AS unit_id,
       CASE WHEN has_party THEN 'met' WHEN party_delivered THEN 'gap' ELSE 'unknown' END AS party,
       CASE WHEN has_committee THEN 'met' WHEN delivered THEN 'gap' ELSE 'unknown' END AS committee,
       CASE WHEN has_supervision THEN 'met' WHEN delivered THEN 'gap' ELSE 'unknown' END AS supervision
ORDER BY unit_path, unit_id

// villages_with_several_top_party_organizations(unit: unit = county, kinds: texts = 党委|党总支|党支部, ledgers: texts = 党组织, as_of: date)
// 没有或有几个最上级党组织的村
// 村(社区)一级的党委、党总支、党支部中，上级不是本村的党委、党总支、党支部的算最上级；应恰好一个。没有的和有几个的都列出。
// row: 一个村(社区)
// unknown: 一个也没有见到，而村里没有报党组织台账，state 为 unknown；其余为 gap
// topics: 党委 党总支 党支部 最上级 村
// returns: unit_path, unit_id, top_organizations, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (v:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH v
WHERE v.level = 3 AND NOT v.code ENDS WITH '498' AND NOT v.code ENDS WITH '598'
WITH v, count(*) AS ways
OPTIONAL MATCH (o:PartyOrganization)-[c:COVERS]->(v)
WHERE o.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
  AND NOT EXISTS { MATCH (o)-[r:UNDER]->(b:PartyOrganization), (b)-[k:COVERS]->(v) WHERE b.kind IN $kinds AND r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND k.since <= $as_of AND k.until > $as_of }
WITH v, count(DISTINCT o.id) AS top_organizations
WHERE top_organizations <> 1
RETURN v.path AS unit_path, v.id AS unit_id, top_organizations,
       CASE WHEN top_organizations > 1 OR EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE d.ledger IN $ledgers } THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, unit_id

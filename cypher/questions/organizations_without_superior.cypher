// organizations_without_superior(unit: unit = county, kinds: texts = 党委|党总支|党支部|党小组|工会分会|团小组|妇女小组|团建微联盟|湾落工会小组|妇女微家, ledgers: texts = 党组织|群团组织, as_of: date)
// 没有上级的组织
// 村(社区)及以下这些类别的组织，当天没有一个还在的上级组织。镇街以上的不问。
// row: 一个组织在一个单元
// unknown: 所在村没有报党组织、群团组织台账，上级写在哪里待核实，state 为 unknown；报了而没有写上级的为 gap
// topics: 上级 隶属 断链 党支部 党小组 群团 孤立
// returns: unit_path, organization_id, kind, name, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
WHERE u.level >= 3
WITH u, count(*) AS ways
MATCH (o:PartyOrganization|MassOrganization)-[c:COVERS]->(u)
WHERE o.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of AND NOT EXISTS { MATCH (o)-[r:UNDER]->(b:PartyOrganization|MassOrganization) WHERE r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of }
WITH u, o, count(*) AS stated
RETURN u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name,
       CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e.since <= $as_of AND e.until > $as_of AND d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(g:Unit)-[f:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e <> f AND e.since <= $as_of AND e.until > $as_of AND f.since <= $as_of AND f.until > $as_of AND d.ledger IN $ledgers }
            THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, organization_id

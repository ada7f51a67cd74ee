// bays_missing_bodies(unit: unit = county, unit_kinds: texts = 湾落, kinds: texts = 湾落理事会, ledgers: texts = 湾落组织, as_of: date)
// 缺理事会等组织的湾落
// 这些种类的单元(缺省湾落)缺了 kinds 里的哪一类自治组织、社会组织；缺省问理事会，也可问湾落评议小组、湾落兴趣小组(ledgers=社会组织)。全县一个也没有的类别不问。
// row: 一个单元缺的一类
// unknown: 所在村没有报 ledgers 所写的台账，state 为 unknown；报了而没有这一类的为 gap
// topics: 湾落 理事会 微组织 评议 兴趣小组 缺 不齐 自治
// returns: unit_path, unit_id, kind, state
MATCH (x:SelfGovernmentBody|SocialOrganization)
WHERE x.kind IN $kinds AND x.since <= $as_of AND x.until > $as_of
WITH coalesce(x.kind, '') AS kind, count(*) AS everywhere
MATCH (top:Unit)
WHERE top.id = $unit
WITH kind, top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH kind, u
WHERE u.kind IN $unit_kinds
WITH kind, u, count(*) AS ways
OPTIONAL MATCH (o:SelfGovernmentBody|SocialOrganization)-[c:COVERS]->(u)
WHERE o.kind = kind AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
WITH kind, u, count(o.id) AS found
WHERE found = 0
RETURN u.path AS unit_path, u.id AS unit_id, kind,
       CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e.since <= $as_of AND e.until > $as_of AND d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(g:Unit)-[f:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e <> f AND e.since <= $as_of AND e.until > $as_of AND f.since <= $as_of AND f.until > $as_of AND d.ledger IN $ledgers }
            THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, unit_id, kind

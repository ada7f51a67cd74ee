// mass_organizations_missing(unit: unit = county, level: int = 3, kinds: texts = 团支部|工会联合会|妇女联合会|商会分会, ledgers: texts = 群团组织, as_of: date)
// 群团组织不齐的村(组、湾落)
// 这一级的单元缺了 kinds 里的哪一类群团组织。缺省问村(社区)四类；问组：level=4 kinds=团小组|工会分会|妇女小组|商会分会；问湾落：level=5 kinds=团建微联盟|湾落工会小组|妇女微家。全县一个也没有的类别不问。
// row: 一个单元缺的一类
// unknown: 所在村没有报群团组织台账，state 为 unknown；报了而没有这一类的为 gap
// topics: 群团 工会 共青团 团支部 妇联 商会 微家 缺 不齐
// returns: unit_path, unit_id, kind, state
MATCH (x:MassOrganization)
WHERE x.kind IN $kinds AND x.since <= $as_of AND x.until > $as_of
WITH coalesce(x.kind, '') AS kind, count(*) AS everywhere
MATCH (top:Unit)
WHERE top.id = $unit
WITH kind, top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH kind, u
WHERE u.level = $level AND NOT u.code ENDS WITH '498' AND NOT u.code ENDS WITH '598'
WITH kind, u, count(*) AS ways
OPTIONAL MATCH (o:MassOrganization)-[c:COVERS]->(u)
WHERE o.kind = kind AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
WITH kind, u, count(o.id) AS found
WHERE found = 0
RETURN u.path AS unit_path, u.id AS unit_id, kind,
       CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e.since <= $as_of AND e.until > $as_of AND d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(g:Unit)-[f:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e <> f AND e.since <= $as_of AND e.until > $as_of AND f.since <= $as_of AND f.until > $as_of AND d.ledger IN $ledgers }
            THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, unit_id, kind

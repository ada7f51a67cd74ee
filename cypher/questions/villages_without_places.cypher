// villages_without_places(unit: unit = county, kinds: texts = 综治网格中心工作室|矛盾纠纷调解室|社会心理服务室|群众接待窗口|党群服务中心|便民服务站|妇女儿童之家|青年之家|残疾人服务站, ledgers: texts = 阵地, as_of: date)
// 缺阵地、平台的村
// 村(社区)缺了 kinds 里的哪一类阵地(三室一窗、服务中心、妇女儿童之家等)。全县一个也没有的类别不问。
// row: 一个村(社区)缺的一类
// unknown: 三室一窗、五个中心的各类看同名的台账，其余看 ledgers：村里没有报的，state 为 unknown；报了而没有这一类的为 gap
// topics: 阵地 三室一窗 党群服务中心 便民服务站 平台 缺 场所
// returns: unit_path, unit_id, kind, state
MATCH (x:Place)
WHERE x.kind IN $kinds AND x.since <= $as_of AND x.until > $as_of
WITH coalesce(x.kind, '') AS kind, count(*) AS everywhere
MATCH (top:Unit)
WHERE top.id = $unit
WITH kind, top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH kind, u
WHERE u.level = 3 AND NOT u.code ENDS WITH '498' AND NOT u.code ENDS WITH '598'
WITH kind, u, count(*) AS ways
OPTIONAL MATCH (o:Place)-[c:COVERS]->(u)
WHERE o.kind = kind AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
WITH kind, u, count(o.id) AS found
WHERE found = 0
RETURN u.path AS unit_path, u.id AS unit_id, kind,
       CASE WHEN kind IN ['综治网格中心工作室', '矛盾纠纷调解室', '社会心理服务室', '群众接待窗口']
            THEN CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger = '三室一窗' } THEN 'gap' ELSE 'unknown' END
            WHEN kind IN ['民意表达中心', '民事调解中心', '民声收集中心', '民惑疏导中心', '民生保障中心']
            THEN CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger = '五个中心' } THEN 'gap' ELSE 'unknown' END
            WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger IN $ledgers } THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, unit_id, kind

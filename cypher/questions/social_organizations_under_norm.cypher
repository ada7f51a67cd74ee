// social_organizations_under_norm(unit: unit = county, kinds: texts = 社区事务类|公益慈善类|生活服务类|文体活动类, village_norm: int = 10, community_norm: int = 20, ledgers: texts = 社会组织, as_of: date)
// 社会组织数量不达标的村
// 村(社区)和它的组、湾落里的社会组织合计(没有写类别的也算，与审计一致)，村少于 10 个、社区少于 20 个的(norm 可改)；classes 是 kinds 里有几类。编码第 10 至 12 位 001 至 199、400 至 499 为社区，其余为村。
// row: 一个村(社区)
// unknown: 村里没有报社会组织台账，state 为 unknown，见到几个也不知道是不是全部；报了的为 gap
// topics: 社会组织 达标 数量 标准 四类
// returns: unit_path, unit_id, norm, organizations, classes, state
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (v:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH v
WHERE v.level = 3 AND NOT v.code ENDS WITH '498' AND NOT v.code ENDS WITH '598'
WITH v, $as_of AS day, CASE WHEN v.kind IN ['社区', '类似居委会'] THEN $community_norm ELSE $village_norm END AS norm, count(*) AS ways
MATCH path = (u:Unit)-[:PART_OF*0..2]->(v)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH v, norm, u, count(*) AS ways
OPTIONAL MATCH (o:SocialOrganization)-[c:COVERS]->(u)
WHERE o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
WITH v, norm, count(DISTINCT o.id) AS organizations, count(DISTINCT CASE WHEN o.kind IN $kinds THEN o.kind END) AS classes
WHERE organizations < norm
RETURN v.path AS unit_path, v.id AS unit_id, norm, organizations, classes,
       CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE d.ledger IN $ledgers } THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, unit_id

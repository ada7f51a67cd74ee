// party_members_not_registered(unit: unit = county, politicals: texts = 中共党员|中共预备党员, mechanisms: texts = 双报到, ledgers: texts = 双报到, as_of: date)
// 没有到社区报到的在职党员
// 有工作单位的在任党员，没有到任何社区报到(双报到)的。按他住的户所在的单元列出；单位里有多少，见 institutions_by_employees。
// row: 一个党员的一户
// unknown: 全县没有报双报到台账，state 为 unknown；报了而没有他的为 gap，他可以到任何一个社区报到，所以不只看他住的村。没有写明住在哪一户的党员不在这里
// topics: 双报到 在职党员 报到 社区 单位
// returns: unit_path, person_id, name, institution_name, state
OPTIONAL MATCH (d:Delivery)-[:DELIVERED_FOR]->(x:Unit)
WHERE d.ledger IN $ledgers
WITH count(d) AS deliveries
MATCH (top:Unit)
WHERE top.id = $unit
WITH deliveries, top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH deliveries, u
WITH deliveries, u, count(*) AS ways
MATCH (p:Person)-[l:LIVES_IN]->(h:Household)-[b:PART_OF]->(u)
WHERE p.political IN $politicals AND l.since <= $as_of AND l.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND p.left_on > $as_of
  AND NOT EXISTS { MATCH (p)-[r:CONTACTS]->(v:Unit) WHERE r.mechanism IN $mechanisms AND r.since <= $as_of AND r.until > $as_of }
WITH deliveries, u, p, h, count(*) AS stated
MATCH (p)-[e:EMPLOYED_BY]->(i:Institution)
WHERE e.since <= $as_of AND e.until > $as_of AND i.since <= $as_of AND i.until > $as_of
WITH deliveries, u, p, h, min(i.name) AS institution_name
RETURN u.path AS unit_path, p.id AS person_id, p.name AS name, institution_name,
       CASE WHEN deliveries > 0 THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, person_id, h.id

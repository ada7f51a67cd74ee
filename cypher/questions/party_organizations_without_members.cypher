// party_organizations_without_members(unit: unit = county, kinds: texts = 党委|党总支|党支部|党小组, ledgers: texts = 党员, as_of: date)
// 没有党员的党组织
// 村(社区)及以下、没有下级党组织的党组织，名下没有一名在册党员。去世、迁出、离任的不算；有下级的，问它的下级。
// row: 一个党组织在一个单元
// unknown: 所在村没有报党员台账，state 为 unknown；报了而没有人的为 gap
// topics: 党组织 党支部 党小组 党员 空壳
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
MATCH (o:PartyOrganization)-[c:COVERS]->(u)
WHERE o.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
  AND NOT EXISTS { MATCH (p:Person)-[m:MEMBER_OF]->(o) WHERE m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of }
  AND NOT EXISTS { MATCH (b:PartyOrganization)-[r:UNDER]->(o) WHERE r.since <= $as_of AND r.until > $as_of AND b.since <= $as_of AND b.until > $as_of }
WITH u, o, count(*) AS stated
RETURN u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name,
       CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e.since <= $as_of AND e.until > $as_of AND d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(g:Unit)-[f:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e <> f AND e.since <= $as_of AND e.until > $as_of AND f.since <= $as_of AND f.until > $as_of AND d.ledger IN $ledgers }
            THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, organization_id

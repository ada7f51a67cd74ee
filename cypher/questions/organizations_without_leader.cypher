// organizations_without_leader(unit: unit = county, kinds: texts = 党委|党总支|党支部|党小组, posts: texts = 负责人|书记|组长|主任|会长|队长, ledgers: texts = 党组织, as_of: date)
// 没有负责人的组织
// 这些类别的组织，当天没有一名在任的负责人(书记、组长等)。缺省问村以下的党组织；问妇女微家等，把 kinds 和 ledgers(群团组织、自治组织、社会组织、湾落组织)一起改。
// row: 一个组织在一个单元
// unknown: 所在村没有报 ledgers 所写的台账，state 为 unknown；报了而没有写负责人的为 gap
// topics: 负责人 书记 空缺 职务 党组织 党小组 无人负责 支部书记
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
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)-[c:COVERS]->(u)
WHERE o.kind IN $kinds AND o.since <= $as_of AND o.until > $as_of AND c.since <= $as_of AND c.until > $as_of
  AND NOT EXISTS { MATCH (p:Person)-[r:HOLDS_POST]->(o) WHERE r.post IN $posts AND r.since <= $as_of AND r.until > $as_of AND p.left_on > $as_of }
  AND NOT EXISTS { MATCH (p:Person)-[m:MEMBER_OF]->(o) WHERE m.role IN $posts AND m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of }
WITH u, o, count(*) AS stated
RETURN u.path AS unit_path, o.id AS organization_id, o.kind AS kind, o.name AS name,
       CASE WHEN EXISTS { MATCH (d:Delivery)-[:DELIVERED_FOR]->(u) WHERE d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e.since <= $as_of AND e.until > $as_of AND d.ledger IN $ledgers }
              OR EXISTS { MATCH (u)-[e:PART_OF]->(g:Unit)-[f:PART_OF]->(v:Unit), (d:Delivery)-[:DELIVERED_FOR]->(v) WHERE e <> f AND e.since <= $as_of AND e.until > $as_of AND f.since <= $as_of AND f.until > $as_of AND d.ledger IN $ledgers }
            THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, organization_id

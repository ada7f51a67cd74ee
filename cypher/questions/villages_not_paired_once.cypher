// villages_not_paired_once(unit: unit = county, kinds: texts = 支部联支部, as_of: date)
// 没有结对、或结了几对的村
// 村(社区)当天以一种方式与几个机关支部、单位结对(缺省问支部联支部；kinds 可改为单位联村、双报到、服务协议、组团帮扶)，不是恰好一个的列出。几种方式分开数。
// row: 一个村(社区)的一种结对
// unknown: 一个也没有见到，而全县没有报这种结对的台账(与结对同名)，state 为 unknown；其余为 gap
// topics: 结对 支部联支部 单位联村 双报到 服务协议 重复结对 未结对
// returns: unit_path, unit_id, pairing, partners, state
UNWIND $kinds AS kind
WITH kind AS pairing, count(*) AS stated
OPTIONAL MATCH (d:Delivery)-[:DELIVERED_FOR]->(x:Unit)
WHERE d.ledger = pairing
WITH pairing, count(d) AS deliveries
MATCH (top:Unit)
WHERE top.id = $unit
WITH pairing, deliveries, top, $as_of AS day
MATCH path = (v:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH pairing, deliveries, v
WHERE v.level = 3 AND NOT v.code ENDS WITH '498' AND NOT v.code ENDS WITH '598'
WITH pairing, deliveries, v, count(*) AS ways
OPTIONAL MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)-[r:PAIRED_WITH]->(v)
WHERE r.kind = pairing AND o.since <= $as_of AND o.until > $as_of AND r.since <= $as_of AND r.until > $as_of
WITH pairing, deliveries, v, count(DISTINCT o.id) AS partners
WHERE partners <> 1
RETURN v.path AS unit_path, v.id AS unit_id, pairing, partners, CASE WHEN partners > 1 OR deliveries > 0 THEN 'gap' ELSE 'unknown' END AS state
ORDER BY unit_path, unit_id, pairing

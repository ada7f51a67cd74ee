// events_by_bodies(kinds: texts, as_of: date)
// 事件是哪些组织办的
// 答复的部门、签协议的单位。
// row: 一个事件、一个组织
// unknown: 没有行就是没有写明由谁办
// topics: 事件 组织 承办
// returns: event, target
MATCH (e:Event)-[r:BY]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT e.id AS event, o.id AS target

// events_of_bodies(kinds: texts, as_of: date)
// 事件关于哪些组织
// row: 一个事件、一个组织
// unknown: 没有行就是没有写明
// topics: 事件 组织
// returns: event, target
MATCH (e:Event)-[r:ABOUT]->(o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)
WHERE e.kind IN $kinds AND e.date <= $as_of AND e.since <= $as_of AND e.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND o.since <= $as_of AND o.until > $as_of
RETURN DISTINCT e.id AS event, o.id AS target

// pairs(as_of)
// Which body is paired with which unit on a day (支部联支部, 双报到, 单位联村, 服务协议).
// One row per body, unit and kind. A unit without a row has no partner.
// returns: body, unit, kind
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|SocialOrganization|Cooperative|Institution)-[r:PAIRED_WITH]->(u:Unit)
WHERE r.since <= $as_of AND r.until > $as_of
  AND o.since <= $as_of AND o.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN DISTINCT o.id AS body, u.id AS unit, r.kind AS kind

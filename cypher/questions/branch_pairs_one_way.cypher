// branch_pairs_one_way(kinds: texts = 支部联支部|结对共建, as_of: date)
// 只有一方写明的组织结对
// 一个组织写明与另一个组织结对，另一方没有写明与它结对。写成“支部结对某村”的不在这里，见 villages_not_paired_once。
// row: 一对组织，写明的一方在前
// unknown: 不涉及：只看台账写明的结对；另一方没有报台账时也会在这里
// topics: 结对 支部联支部 单向 一方 党支部
// returns: organization_id, name, partner_id, partner_name, kind, source
MATCH (a:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)-[r:PAIRED_WITH]->(b:PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)
WHERE r.kind IN $kinds AND a.since <= $as_of AND a.until > $as_of AND b.since <= $as_of AND b.until > $as_of AND r.since <= $as_of AND r.until > $as_of AND NOT EXISTS { MATCH (b)-[s:PAIRED_WITH]->(a) WHERE s.kind IN $kinds AND s.since <= $as_of AND s.until > $as_of }
RETURN a.id AS organization_id, a.name AS name, b.id AS partner_id, b.name AS partner_name, r.kind AS kind, min(r.source) AS source
ORDER BY organization_id, partner_id, kind

// everything_about_person(person: person, as_of: date)
// 一个人的全部关系
// 一个人住在哪户、联系谁、担任什么、属于哪些组织、在哪里上班、列在哪些名册，连同不再有效的，每条附台账出处。
// row: 一条关系；what 是关系里写明的身份(职务、联系机制、成员身份、与户主关系、名册)，没有写的为空
// unknown: 不涉及：只有台账写明的；state 是 met(当天有效)、ended(已结束)、contact_left(没有结束，本人到当天已去世、迁出或离任)或 not_started(未开始)
// topics: 一个人 全部关系 任职 联系 成员 依据 出处
// returns: what, target_id, target_kind, target_name, since, until, state, source
MATCH (p:Person)-[e:LIVES_IN|CONTACTS|HOLDS_POST|MEMBER_OF|EMPLOYED_BY|LISTED_IN]->(x:Household|Unit|Grid|Place|PartyOrganization|SelfGovernmentBody|MassOrganization|Cooperative|SocialOrganization|Institution)
WHERE p.id = $person
RETURN coalesce(e.post, e.mechanism, e.role, e.relation, e.roster, '') AS what, x.id AS target_id, coalesce(x.kind, '') AS target_kind,
       coalesce(x.name, x.head, '') AS target_name, e.since AS since, e.until AS until,
       CASE WHEN e.until <= $as_of THEN 'ended' WHEN p.left_on <= $as_of THEN 'contact_left' WHEN e.since > $as_of THEN 'not_started' ELSE 'met' END AS state, e.source AS source
ORDER BY source, what, target_id, since, until

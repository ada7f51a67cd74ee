// household_evidence(household: household, as_of: date)
// 一户为什么算覆盖，或为什么不算
// 此户的每一条联系和合作社成员关系，和写明它的那一行台账。state 为 met 是有效；ended 已结束，contact_left 联系人已不在任，not_started 还没有开始。
// 当天已不存在的户没有行。没有写明的日期是 0001-01-01 和 9999-12-31；成员关系的 mechanism 是合作社的类别。
// row: 一条联系或成员关系
// unknown: 没有行的户没有联系：是缺口还是待核实，看它的村报了什么
// topics: 户 依据 联系 合作社
// returns: mechanism, contact, since, until, source, state
MATCH (a:Person|Household)-[e:CONTACTS|MEMBER_OF]->(b:Household|Cooperative)
WHERE (a.id = $household AND a.since <= $as_of AND a.until > $as_of)
   OR (b.id = $household AND b.since <= $as_of AND b.until > $as_of)
RETURN coalesce(e.mechanism, b.kind) AS mechanism, coalesce(CASE WHEN b.id = $household THEN a.name ELSE b.name END, '') AS contact,
       e.since AS since, e.until AS until, e.source AS source,
       CASE WHEN e.until <= $as_of THEN 'ended' WHEN a.left_on <= $as_of THEN 'contact_left' WHEN e.since > $as_of THEN 'not_started' ELSE 'met' END AS state
ORDER BY source, mechanism, contact

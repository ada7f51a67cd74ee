// contacts_of_household(household: household, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 一户有哪些联系人
// 写到此户的每一个联系人，不论当天是否有效：state 为 met 有效，ended 已结束，contact_left 联系人已不在任，not_started 还没有开始。
// 写明它的那一行台账见 source；没有写明的日期是 0001-01-01 和 9999-12-31。当天已不存在的户没有行。
// row: 一条联系
// unknown: 没有行的户没有联系：是缺口还是待核实，看它的村报了什么
// topics: 户 联系人 依据
// returns: mechanism, person_id, name, since, until, state, source
MATCH (h:Household)<-[c:CONTACTS]-(p:Person)
WHERE h.id = $household AND h.since <= $as_of AND h.until > $as_of AND c.mechanism IN $mechanisms
RETURN c.mechanism AS mechanism, p.id AS person_id, p.name AS name, c.since AS since, c.until AS until,
       CASE WHEN c.until <= $as_of THEN 'ended' WHEN p.left_on <= $as_of THEN 'contact_left' WHEN c.since > $as_of THEN 'not_started' ELSE 'met' END AS state,
       c.source AS source
ORDER BY mechanism, person_id, source

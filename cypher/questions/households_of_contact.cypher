// households_of_contact(person: person, mechanisms: texts = 党代表|人大代表|政协委员|联户长|党员中心户, as_of: date)
// 一个联系人名下有哪些户
// 写在这个人名下的每一户，不论当天是否有效：state 为 met 有效，ended 已结束，contact_left 本人已不在任，not_started 还没有开始。
// counted 为 false 是不计入应覆盖的户。当天已不存在的户没有行。
// row: 一条联系
// unknown: 不涉及：定不下是哪一户的见 ambiguous_contacts
// topics: 联系人 户 名下
// returns: mechanism, unit_path, household_id, code, head, counted, since, until, state
MATCH (p:Person)-[c:CONTACTS]->(h:Household)-[r:PART_OF]->(u:Unit)
WHERE p.id = $person AND c.mechanism IN $mechanisms AND r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of
RETURN c.mechanism AS mechanism, u.path AS unit_path, h.id AS household_id, h.code AS code, h.head AS head, h.counted AS counted, c.since AS since, c.until AS until,
       CASE WHEN c.until <= $as_of THEN 'ended' WHEN p.left_on <= $as_of THEN 'contact_left' WHEN c.since > $as_of THEN 'not_started' ELSE 'met' END AS state
ORDER BY mechanism, unit_path, household_id, since, until

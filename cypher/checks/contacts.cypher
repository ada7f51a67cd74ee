// contacts(mechanisms: texts, as_of: date)
// 户的每一条联系和它算不算
// strength 为 6 是有效，3 是联系人已不在任，2 是已结束，1 是还没有开始。不计入应覆盖的户也在内(负荷要数)，当天已不存在的户不在。
// row: 一条联系；平行的几条各是一行
// unknown: 没有行的户没有联系：是缺口，它的村没有报这种台账时是待核实
// topics: 联系 联系人 户
// returns: household, person, mechanism, strength
MATCH (p:Person)-[c:CONTACTS]->(h:Household)
WHERE c.mechanism IN $mechanisms AND h.since <= $as_of AND h.until > $as_of
RETURN h.id AS household, p.id AS person, c.mechanism AS mechanism,
       CASE WHEN c.until <= $as_of THEN 2 WHEN p.left_on <= $as_of THEN 3 WHEN c.since > $as_of THEN 1 ELSE 6 END AS strength

// unit_contacts(mechanisms: texts, as_of: date)
// 联系单元的人
// 领导包片、楼栋长、双报到；联系有效、本人在任。
// row: 一个人、一个单元、一种联系机制
// unknown: 没有行的单元没有联系人，没有报这种台账时是待核实
// topics: 联系 单元 包片
// returns: person, unit, mechanism
MATCH (p:Person)-[c:CONTACTS]->(u:Unit)
WHERE c.mechanism IN $mechanisms AND c.since <= $as_of AND c.until > $as_of AND u.since <= $as_of AND u.until > $as_of AND p.left_on > $as_of
RETURN DISTINCT p.id AS person, u.id AS unit, c.mechanism AS mechanism

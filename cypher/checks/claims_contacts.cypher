// claims_contacts(measure: text)
// 联户分组填报的户数和台账里数出的户数
// 数的是这个分组采用的行里不同的户，不论联系是否已结束；台账不再写的行不在任何分组里。
// row: 一个填报数
// unknown: 没有待核实：分组没有采用的行时 counted 为 0
// topics: 填报 户数 联系人 核对
// returns: id, value, qualifier, subject, target, source, counted
MATCH (c:Claim)-[:CLAIMED_FOR]->(p:Person)
WHERE c.measure = $measure
OPTIONAL MATCH (p)-[e:CONTACTS]->(h:Household)
WITH c, p, count(DISTINCT CASE WHEN e.part = c.part THEN h.id END) AS counted
RETURN c.id AS id, c.value AS value, c.qualifier AS qualifier, c.subject AS subject, p.id AS target, c.source AS source, counted

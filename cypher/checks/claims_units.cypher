// claims_units(measures: texts, as_of: date)
// 单元填报和公布的数
// 当天存在的单元的填报数；另与这个单元和它以下数出的数比较。
// row: 一个填报数
// unknown: 不涉及：没有行就是没有填报
// topics: 填报 公布 单元 核对
// returns: id, measure, value, qualifier, subject, target, source
MATCH (c:Claim)-[:CLAIMED_FOR]->(u:Unit)
WHERE c.measure IN $measures AND u.since <= $as_of AND u.until > $as_of
RETURN c.id AS id, c.measure AS measure, c.value AS value, c.qualifier AS qualifier, c.subject AS subject, u.id AS target, c.source AS source

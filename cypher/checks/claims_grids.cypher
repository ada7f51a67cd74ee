// claims_grids(measure: text, as_of: date)
// 网格填报的户数和台账里数出的户数
// 数的是当天写明在这个网格的应覆盖户。
// row: 一个填报数
// unknown: 没有待核实：没有户写明这个网格时 counted 为 0
// topics: 填报 户数 网格 核对
// returns: id, value, qualifier, subject, target, source, counted
MATCH (c:Claim)-[:CLAIMED_FOR]->(g:Grid)
WHERE c.measure = $measure AND g.since <= $as_of AND g.until > $as_of
OPTIONAL MATCH (g)<-[e:IN_GRID]-(h:Household)
WHERE e.since <= $as_of AND e.until > $as_of AND h.since <= $as_of AND h.until > $as_of
WITH c, g, count(DISTINCT CASE WHEN h.counted THEN h.id END) AS counted
RETURN c.id AS id, c.value AS value, c.qualifier AS qualifier, c.subject AS subject, g.id AS target, c.source AS source, counted

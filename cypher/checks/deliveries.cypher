// deliveries(as_of: date)
// 各村报了哪些台账、多少行
// zero 为 1 是写明的零报告。
// row: 一个村、一种台账
// unknown: 没有行就是没有报：问到这种台账的都是待核实
// topics: 报送 台账 村
// returns: village, ledger, number, zero
MATCH (d:Delivery)-[f:DELIVERED_FOR]->(u:Unit)
WHERE u.since <= $as_of AND u.until > $as_of
RETURN u.id AS village, d.ledger AS ledger, coalesce(sum(CASE WHEN f.zero THEN 0 ELSE f.rows END), 0) AS number, max(CASE WHEN f.zero THEN 1 ELSE 0 END) AS zero

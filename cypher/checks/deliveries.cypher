// deliveries(as_of)
// Which village that exists on a day has delivered which ledger, with how many rows; zero tells a declared nothing (零报告).
// One row per village and ledger. A pair without a row has delivered nothing: whatever is asked of it is unknown.
// returns: village, ledger, number, zero
MATCH (d:Delivery)-[f:DELIVERED_FOR]->(u:Unit)
WHERE u.since <= $as_of AND u.until > $as_of
RETURN u.id AS village, d.ledger AS ledger, coalesce(sum(CASE WHEN f.zero THEN 0 ELSE f.rows END), 0) AS number, max(CASE WHEN f.zero THEN 1 ELSE 0 END) AS zero

// households(as_of: date)
// 当天的户和所在的最低一级单元
// counted 为 false 的是空户、空挂户、销户、整户迁出和虚拟单元的户，不计入应覆盖；当天已不存在的户不在。
// row: 一户
// unknown: 不涉及：不在行里的户当天不存在
// topics: 户 应覆盖
// returns: id, unit, counted, kind
MATCH (h:Household)-[r:PART_OF]->(u:Unit)
WHERE h.since <= $as_of AND h.until > $as_of
  AND r.since <= $as_of AND r.until > $as_of AND u.since <= $as_of AND u.until > $as_of
RETURN h.id AS id, u.id AS unit, h.counted AS counted, h.kind AS kind

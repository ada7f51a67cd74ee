// units(as_of: date)
// 当天的单元树
// 撤并的单元不在。
// row: 一个单元
// unknown: 不涉及
// topics: 单元 村 镇 湾落
// returns: id, code, name, path, kind, level, urban_rural, parent
MATCH (u:Unit)
WHERE u.since <= $as_of AND u.until > $as_of
OPTIONAL MATCH (u)-[r:PART_OF]->(above:Unit)
WHERE r.since <= $as_of AND r.until > $as_of AND above.since <= $as_of AND above.until > $as_of
RETURN u.id AS id, u.code AS code, u.name AS name, u.path AS path, u.kind AS kind, u.level AS level, u.urban_rural AS urban_rural, coalesce(above.id, '') AS parent

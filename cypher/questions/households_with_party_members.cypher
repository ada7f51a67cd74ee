// households_with_party_members(unit: unit = county, as_of: date)
// 有党员的户
// 当天家里住着在任的党组织成员(党员台账查到所在党组织的人)的应覆盖户，和这样的人数。
// 应覆盖户不含空户、空挂户、销户、整户迁出和虚拟单元的户。
// row: 一户
// unknown: 党员台账没有报、或没有查到所在党组织的人不算；没有行的户里有没有党员，要看它的村报了党员台账没有
// topics: 户 党员 党组织 家庭
// returns: unit_path, household_id, code, head, members
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (h:Household)-[r:PART_OF]->(u)
WHERE r.since <= $as_of AND r.until > $as_of AND h.since <= $as_of AND h.until > $as_of AND h.counted
MATCH (h)<-[l:LIVES_IN]-(p:Person)
WHERE l.since <= $as_of AND l.until > $as_of AND p.left_on > $as_of
  AND EXISTS {
  MATCH (p)-[m:MEMBER_OF]->(o:PartyOrganization)
  WHERE m.since <= $as_of AND m.until > $as_of AND o.since <= $as_of AND o.until > $as_of }
RETURN u.path AS unit_path, h.id AS household_id, h.code AS code, h.head AS head, count(DISTINCT p) AS members
ORDER BY unit_path, household_id

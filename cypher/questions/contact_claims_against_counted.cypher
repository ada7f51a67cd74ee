// contact_claims_against_counted(unit: unit = county, as_of: date)
// 联系人填报的户数和台账里的户数
// 每个填报了户数的联户分组：填报多少，它采用的行里有多少不同的户(不论联系是否已结束)，difference 是台账减填报。
// 台账不再写的行不在任何分组里。范围是联系人名下有户在本单元的；一户也没有采用的分组没有行。
// row: 一个填报数
// unknown: 没有待核实：没有填报的分组不在这里
// topics: 填报 联户户数 核对 联系人 相差
// returns: unit_path, person_id, name, part, claimed, qualifier, counted, difference, source
MATCH (top:Unit)
WHERE top.id = $unit
WITH top, $as_of AS day
MATCH path = (u:Unit)-[:PART_OF*0..5]->(top)
WHERE all(n IN nodes(path) WHERE coalesce(n.since, day) <= day AND coalesce(n.until, day) > day)
  AND all(r IN relationships(path) WHERE coalesce(r.since, day) <= day AND coalesce(r.until, day) > day)
WITH u
MATCH (u)<-[r:PART_OF]-(h:Household)<-[c:CONTACTS]-(p:Person)<-[:CLAIMED_FOR]-(k:Claim)
WHERE r.since <= $as_of AND r.until > $as_of AND k.measure = '联户户数' AND c.part = k.part
WITH p, k, min(u.path) AS unit_path
MATCH (p)-[e:CONTACTS]->(g:Household)
WHERE e.part = k.part
WITH p, k, unit_path, count(DISTINCT g) AS counted
RETURN unit_path AS unit_path, p.id AS person_id, p.name AS name, k.part AS part, k.value AS claimed, k.qualifier AS qualifier, counted AS counted,
       counted - k.value AS difference, k.source AS source
ORDER BY unit_path, person_id, part, source

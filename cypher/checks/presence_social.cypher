// presence_social(as_of)
// How many social organisations (registered and 备案) each unit has on a day.
// One row per unit that has any. A unit without a row has none: a gap, or unknown where nothing was delivered.
// returns: unit, number
MATCH (o:SocialOrganization)-[c:COVERS]->(u:Unit)
WHERE c.since <= $as_of AND c.until > $as_of
RETURN u.id AS unit, count(o.id) AS number

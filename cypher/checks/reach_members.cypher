// reach_members(kinds, as_of)
// How strongly each household belongs to a cooperative of each kind on a day: 6 counts, 2 ended, 1 not yet begun.
// One row per household and kind with a membership. A household without a row has none: a gap, or unknown where nothing was delivered.
// returns: household, mechanism, strength
MATCH (h:Household)-[m:MEMBER_OF]->(o:Cooperative)
WHERE o.kind IN $kinds
RETURN h.id AS household, o.kind AS mechanism, max(CASE WHEN m.until <= $as_of THEN 2 WHEN m.since > $as_of THEN 1 ELSE 6 END) AS strength

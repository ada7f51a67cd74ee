// reach_members(kinds, as_of)
// Every membership of a household in a cooperative of these kinds, and how strongly it counts on a day: 6 counts, 2 ended, 1 not yet begun.
// One row per membership, also in a cooperative that has ended. A household without a row has none: a gap, or unknown where its village delivered nothing.
// returns: household, cooperative, kind, strength
MATCH (h:Household)-[m:MEMBER_OF]->(o:Cooperative)
WHERE o.kind IN $kinds AND h.since <= $as_of AND h.until > $as_of
RETURN h.id AS household, o.id AS cooperative, o.kind AS kind, CASE WHEN m.until <= $as_of THEN 2 WHEN m.since > $as_of THEN 1 ELSE 6 END AS strength

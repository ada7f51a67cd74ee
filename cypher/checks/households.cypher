// households()
// Every household with the lowest unit that is known of it; counted tells whether it is in the denominator.
// One row per household. counted is false for 空户, 空挂户, 销户, 整户迁出 and in virtual units.
// returns: id, unit, counted, kind
MATCH (h:Household)-[:PART_OF]->(u:Unit)
RETURN h.id AS id, u.id AS unit, h.counted AS counted, h.kind AS kind

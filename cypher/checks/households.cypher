// households()
// The denominator: households that count, with the lowest unit that is known of them.
// One row per household; those left out (空户, 空挂户, 销户, 整户迁出, virtual units) are not here.
// returns: id, unit
MATCH (h:Household)-[:PART_OF]->(u:Unit)
WHERE h.counted
RETURN h.id AS id, u.id AS unit

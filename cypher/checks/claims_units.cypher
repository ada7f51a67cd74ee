// claims_units(measure)
// Typed figures of units.
// One row per claim; what its ledgers count is compared with the denominator below the unit.
// returns: id, value, qualifier, subject, target, source
MATCH (c:Claim)-[:CLAIMED_FOR]->(u:Unit)
WHERE c.measure = $measure
RETURN c.id AS id, c.value AS value, c.qualifier AS qualifier, c.subject AS subject, u.id AS target, c.source AS source

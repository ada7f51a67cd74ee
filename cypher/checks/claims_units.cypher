// claims_units(measures, as_of)
// Typed and published figures of units that exist on a day.
// One row per claim; what the ledgers count is compared with it at the unit and everything below.
// returns: id, measure, value, qualifier, subject, target, source
MATCH (c:Claim)-[:CLAIMED_FOR]->(u:Unit)
WHERE c.measure IN $measures AND u.since <= $as_of AND u.until > $as_of
RETURN c.id AS id, c.measure AS measure, c.value AS value, c.qualifier AS qualifier, c.subject AS subject, u.id AS target, c.source AS source

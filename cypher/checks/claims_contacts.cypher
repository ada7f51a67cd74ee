// claims_contacts(measure)
// Typed figures of contacts' groups beside the distinct households on their accepted rows, ended or not.
// One row per claim; counted is 0 where no row of the group was accepted. A row that its ledger no longer states is in no group (graph.ended).
// returns: id, value, qualifier, subject, target, source, counted
MATCH (c:Claim)-[:CLAIMED_FOR]->(p:Person)
WHERE c.measure = $measure
OPTIONAL MATCH (p)-[e:CONTACTS]->(h:Household)
WITH c, p, count(DISTINCT CASE WHEN e.part = c.part THEN h.id END) AS counted
RETURN c.id AS id, c.value AS value, c.qualifier AS qualifier, c.subject AS subject, p.id AS target, c.source AS source, counted

// household_evidence(household, as_of)
// Why a household counts, or does not: every contact and membership of it with the ledger row that said so.
// One row per edge; state is 'met', or why the edge does not count on the day: 'ended', 'contact_left', 'not_started'.
// A household without a row has no contact: whether that is a gap or unknown depends on what its village delivered. One that has ended by the day is not asked, and has no row.
// Open dates are 0001-01-01 and 9999-12-31; mechanism of a membership is the kind of the cooperative.
// returns: mechanism, contact, since, until, source, state
MATCH (a:Person|Household)-[e:CONTACTS|MEMBER_OF]->(b:Household|Cooperative)
WHERE (a.id = $household AND a.since <= $as_of AND a.until > $as_of)
   OR (b.id = $household AND b.since <= $as_of AND b.until > $as_of)
RETURN coalesce(e.mechanism, b.kind) AS mechanism, coalesce(CASE WHEN b.id = $household THEN a.name ELSE b.name END, '') AS contact,
       e.since AS since, e.until AS until, e.source AS source,
       CASE WHEN e.until <= $as_of THEN 'ended' WHEN a.left_on <= $as_of THEN 'contact_left' WHEN e.since > $as_of THEN 'not_started' ELSE 'met' END AS state
ORDER BY source, mechanism, contact

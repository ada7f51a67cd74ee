WITH edges AS (
    SELECT c."to" AS household, c.mechanism, p.name AS contact, c.since, c.until, c.source_1 AS source, p.left_on
    FROM ever_contacts c JOIN ever_person p ON p.id = c."from" WHERE c.target = 'Household'
    UNION ALL
    SELECT m."from", o.kind, o.name, m.since, m.until, m.source_1, DATE '9999-12-31'
    FROM ever_member_of m JOIN ever_cooperative o ON o.id = m."to" WHERE m.source = 'Household'
)
SELECT mechanism, contact, e.since, e.until, e.source,
       CASE WHEN e.until <= $as_of THEN 'ended' WHEN left_on <= $as_of THEN 'contact_left' WHEN e.since > $as_of THEN 'not_started' ELSE 'met' END AS state
FROM edges e JOIN ever_household h ON h.id = e.household
WHERE h.id = $household AND h.since <= $as_of AND h.until > $as_of ORDER BY e.source, mechanism, contact

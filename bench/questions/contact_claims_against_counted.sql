WITH groups AS (SELECT "from" AS person, part, count(DISTINCT "to") AS n FROM ever_contacts WHERE target = 'Household' GROUP BY ALL),
placed AS (
    SELECT c."from" AS person, c.part, min(u.path) AS unit_path
    FROM ever_contacts c JOIN ever_part_of e ON e."from" = c."to" AND e.source = 'Household' AND e.since <= $as_of AND e.until > $as_of
    JOIN units_in($unit, $as_of) u ON u.id = e."to" WHERE c.target = 'Household' GROUP BY ALL
)
SELECT unit_path, p.id AS person_id, p.name, k.part, k.value AS claimed, k.qualifier, n AS counted, n - k.value AS difference, k.source
FROM ever_claim k JOIN ever_claimed_for f ON f."from" = k.id AND f.target = 'Person' JOIN ever_person p ON p.id = f."to"
JOIN placed x ON x.person = p.id AND x.part = k.part JOIN groups g ON g.person = p.id AND g.part = k.part
WHERE k.measure = '联户户数' ORDER BY unit_path, person_id, k.part, k.source

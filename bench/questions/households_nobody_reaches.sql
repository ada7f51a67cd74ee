WITH homes AS (SELECT * FROM homes_in($unit, $as_of) WHERE counted),
met AS (SELECT DISTINCT household FROM counting($mechanisms, $as_of)),
doubt AS (SELECT DISTINCT "to" AS household FROM ever_may_contact WHERE source = 'Person' AND list_contains($mechanisms, mechanism)),
states AS (
    SELECT h.*, h.id IN (FROM met) AS met, h.id IN (FROM doubt) AS doubted, h.id IN (FROM silent_of($mechanisms, $unit, $as_of)) AS missing
    FROM homes h
),
strengths AS (
    SELECT c."to" AS household, max(CASE WHEN c.until <= $as_of THEN 2 WHEN p.left_on <= $as_of THEN 3 WHEN c.since > $as_of THEN 1 ELSE 0 END) AS strength
    FROM ever_contacts c JOIN ever_person p ON p.id = c."from" WHERE c.target = 'Household' AND list_contains($mechanisms, c.mechanism) GROUP BY ALL
)
SELECT unit_path, id AS household_id, code, head, CASE WHEN doubted OR missing THEN 'unknown' ELSE 'gap' END AS state,
       CASE WHEN doubted THEN 'household_ambiguous' WHEN missing THEN 'not_delivered'
            ELSE ['none', 'not_started', 'ended', 'contact_left'][coalesce(strength, 0) + 1] END AS reason
FROM states LEFT JOIN strengths ON household = id
WHERE NOT met ORDER BY unit_path, household_id

WITH RECURSIVE below(id, top) AS (
    SELECT id, id FROM units_in($unit, $as_of) WHERE level = 4
    UNION
    SELECT e."from", b.top FROM below b JOIN ever_part_of e ON e."to" = b.id AND e.source = 'Unit' AND e.since <= $as_of AND e.until > $as_of
    JOIN ever_unit u ON u.id = e."from" AND u.since <= $as_of AND u.until > $as_of
),
homes AS (SELECT b.top, h.id, h.counted FROM homes_in($unit, $as_of) h JOIN below b ON b.id = h.unit),
reached AS (
    SELECT top FROM homes h JOIN counting($mechanisms, $as_of) c ON c.household = h.id
    UNION
    SELECT b.top FROM ever_contacts c JOIN below b ON b.id = c."to" AND c.target = 'Unit' JOIN ever_person p ON p.id = c."from"
    WHERE list_contains($mechanisms, c.mechanism) AND c.since <= $as_of AND c.until > $as_of AND p.left_on > $as_of
)
SELECT u.path AS unit_path, u.id AS unit_id, u.kind, count(h.id) FILTER (WHERE h.counted) AS households,
       CASE WHEN u.id IN (SELECT unit FROM undelivered($mechanisms, $as_of)) THEN 'unknown' ELSE 'gap' END AS state
FROM ever_unit u LEFT JOIN homes h ON h.top = u.id
WHERE u.id IN (SELECT top FROM below) AND u.id NOT IN (FROM reached) GROUP BY u.path, u.id, u.kind ORDER BY unit_path, unit_id

WITH RECURSIVE homes AS (SELECT * FROM homes_in($unit, $as_of) WHERE counted),
met AS (SELECT DISTINCT household FROM counting($mechanisms, $as_of)),
doubt AS (SELECT DISTINCT "to" AS household FROM ever_may_contact WHERE source = 'Person' AND list_contains($mechanisms, mechanism)),
states AS (
    SELECT h.*, h.id IN (FROM met) AS met, h.id IN (FROM doubt) AS doubted, h.id IN (FROM silent_of($mechanisms, $unit, $as_of)) AS missing
    FROM homes h
),
up(id, child) AS (
    SELECT id, id FROM units_in($unit, $as_of) WHERE id = $unit
    UNION
    SELECT e."from", CASE WHEN e."to" = $unit THEN e."from" ELSE up.child END
    FROM up JOIN ever_part_of e ON e."to" = up.id AND e.source = 'Unit' AND e.since <= $as_of AND e.until > $as_of
    JOIN ever_unit u ON u.id = e."from" AND u.since <= $as_of AND u.until > $as_of
)
SELECT c.id AS unit_id, c.name AS unit_name, c.path AS unit_path, count(*) AS "of", count(*) FILTER (WHERE met) AS met,
       count(*) FILTER (WHERE NOT met AND NOT doubted AND NOT missing) AS gap, count(*) FILTER (WHERE NOT met AND (doubted OR missing)) AS unknown
FROM states s JOIN up ON up.id = s.unit JOIN ever_unit c ON c.id = up.child GROUP BY ALL ORDER BY unit_path, unit_id

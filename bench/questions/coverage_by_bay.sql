WITH homes AS (SELECT * FROM homes_in($unit, $as_of) WHERE counted),
met AS (SELECT DISTINCT household FROM counting($mechanisms, $as_of)),
doubt AS (SELECT DISTINCT "to" AS household FROM ever_may_contact WHERE source = 'Person' AND list_contains($mechanisms, mechanism)),
states AS (
    SELECT h.*, h.id IN (FROM met) AS met, h.id IN (FROM doubt) AS doubted, h.id IN (FROM silent_of($mechanisms, $unit, $as_of)) AS missing
    FROM homes h
)
SELECT u.id AS unit_id, u.path AS unit_path, u.kind AS kind, count(*) AS "of", count(*) FILTER (WHERE met) AS met,
       count(*) FILTER (WHERE NOT met AND NOT doubted AND NOT missing) AS gap, count(*) FILTER (WHERE NOT met AND (doubted OR missing)) AS unknown
FROM states s JOIN ever_unit u ON u.id = s.unit WHERE u.level = 5 GROUP BY ALL ORDER BY unit_path, unit_id

SELECT p.id AS person_id, p.name, count(DISTINCT l.roster) AS rosters, count(DISTINCT u.id) AS units
FROM units_in($unit, $as_of) u JOIN ever_listed_in l ON l."to" = u.id AND l.since <= $as_of AND l.until > $as_of JOIN ever_person p ON p.id = l."from"
WHERE p.left_on > $as_of GROUP BY p.id, p.name HAVING count(DISTINCT l.roster) >= $least ORDER BY rosters DESC, person_id

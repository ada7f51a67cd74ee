-- What the questions' SQL shares: the tree of units, households and contacts as they are on a day. Written without a look at the Cypher.

-- The units below a unit that are in force on a day, itself included, each with its names and level.
CREATE MACRO units_in(top, day) AS TABLE (
    WITH RECURSIVE below(id) AS (
        SELECT u.id FROM ever_unit u WHERE u.id = top AND u.since <= day AND u.until > day
        UNION
        SELECT e."from" FROM below b JOIN ever_part_of e ON e."to" = b.id AND e.source = 'Unit' AND e.since <= day AND e.until > day
        JOIN ever_unit u ON u.id = e."from" AND u.since <= day AND u.until > day
    )
    SELECT u.* FROM ever_unit u JOIN below USING (id)
);

-- Every unit of a day with its village: itself, or the nearest above at level 3, else itself.
CREATE MACRO villages_of(day) AS TABLE (
    WITH RECURSIVE up(id, above) AS (
        SELECT u.id, u.id FROM ever_unit u WHERE u.since <= day AND u.until > day
        UNION
        SELECT up.id, e."to" FROM up JOIN ever_part_of e ON e."from" = up.above AND e.source = 'Unit' AND e.since <= day AND e.until > day
        JOIN ever_unit u ON u.id = e."to" AND u.since <= day AND u.until > day
    )
    SELECT up.id, coalesce(max(v.id), up.id) AS village FROM up LEFT JOIN ever_unit v ON v.id = up.above AND v.level = 3 GROUP BY up.id
);

-- Per unit of a day how many of these ledgers its village has delivered.
CREATE MACRO delivered_of(ledgers, day) AS TABLE (
    SELECT v.id, count(DISTINCT d.ledger) FILTER (WHERE list_contains(ledgers, d.ledger)) AS ledgers
    FROM villages_of(day) v
    LEFT JOIN ever_delivered_for f ON f."to" = v.village
    LEFT JOIN ever_delivery d ON d.id = f."from"
    GROUP BY v.id
);

-- Households of a day in the units below a unit, the excluded ones too, with their lowest unit.
CREATE MACRO homes_in(top, day) AS TABLE (
    SELECT h.*, u.id AS unit, u.path AS unit_path, u.level AS unit_level
    FROM ever_household h
    JOIN ever_part_of e ON e."from" = h.id AND e.source = 'Household' AND e.since <= day AND e.until > day
    JOIN units_in(top, day) u ON u.id = e."to"
    WHERE h.since <= day AND h.until > day
);

-- Contacts of households that count on a day: in force, the person in service.
CREATE MACRO counting(mechanisms, day) AS TABLE (
    SELECT c."from" AS person, c."to" AS household, c.mechanism, c.since, c.until
    FROM ever_contacts c JOIN ever_person p ON p.id = c."from"
    WHERE c.target = 'Household' AND list_contains(mechanisms, c.mechanism) AND c.since <= day AND c.until > day AND p.left_on > day
);

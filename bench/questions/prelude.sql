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

-- The ledger that a mechanism is delivered in.
CREATE MACRO ledger_of(mechanism) AS CASE WHEN mechanism IN ('党代表', '人大代表', '政协委员') THEN '两代表一委员' ELSE mechanism END;

-- Per unit of a day the ledgers of these mechanisms that its village has not delivered.
CREATE MACRO undelivered(mechanisms, day) AS TABLE (
    SELECT v.id AS unit, l.ledger
    FROM villages_of(day) v CROSS JOIN (SELECT DISTINCT ledger_of(unnest(mechanisms)) AS ledger) l
    WHERE NOT EXISTS (SELECT 1 FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE f."to" = v.village AND d.ledger = l.ledger)
);

-- Per household that one of these mechanisms might reach without anybody having said so: its village is silent, and no row, ended or not, names it.
CREATE MACRO silent_of(mechanisms, top, day) AS TABLE (
    SELECT DISTINCT h.id AS household FROM homes_in(top, day) h JOIN undelivered(mechanisms, day) n ON n.unit = h.unit
    ANTI JOIN ever_contacts c ON c."to" = h.id AND c.target = 'Household' AND list_contains(mechanisms, c.mechanism) AND ledger_of(c.mechanism) = n.ledger
);

-- Bodies of every label.
CREATE VIEW organizations AS
SELECT id, name, kind, level, since, until FROM ever_partyorganization
UNION ALL SELECT id, name, kind, level, since, until FROM ever_selfgovernmentbody
UNION ALL SELECT id, name, kind, level, since, until FROM ever_massorganization
UNION ALL SELECT id, name, kind, level, since, until FROM ever_cooperative
UNION ALL SELECT id, name, kind, level, since, until FROM ever_socialorganization
UNION ALL SELECT id, name, kind, level, since, until FROM ever_institution;

-- Per contact of a household in a unit and mechanism, the distinct households of the whole county that count.
CREATE MACRO loads_of(top, words, day) AS TABLE (
    WITH own AS (
        SELECT c.person, c.mechanism, min(h.unit_path) AS unit_path
        FROM homes_in(top, day) h JOIN counting(words, day) c ON c.household = h.id GROUP BY ALL
    ),
    loads AS (
        SELECT o.*, p.name, count(DISTINCT c.household) AS households
        FROM own o JOIN counting(words, day) c ON c.person = o.person AND c.mechanism = o.mechanism
        JOIN ever_household h ON h.id = c.household AND h.since <= day AND h.until > day
        JOIN ever_person p ON p.id = o.person GROUP BY ALL
    )
    SELECT * FROM loads
);

-- Units of a level in which nobody contacts a household or the unit itself.
CREATE MACRO untouched(asked, deep, words, day) AS TABLE (
    WITH RECURSIVE below(id, top) AS (
        SELECT id, id FROM units_in(asked, day) WHERE level = deep
        UNION
        SELECT e."from", b.top FROM below b JOIN ever_part_of e ON e."to" = b.id AND e.source = 'Unit' AND e.since <= day AND e.until > day
        JOIN ever_unit u ON u.id = e."from" AND u.since <= day AND u.until > day
    ),
    homes AS (SELECT b.top, h.id, h.counted FROM homes_in(asked, day) h JOIN below b ON b.id = h.unit),
    reached AS (
        SELECT top FROM homes h JOIN counting(words, day) c ON c.household = h.id
        UNION
        SELECT b.top FROM ever_contacts c JOIN below b ON b.id = c."to" AND c.target = 'Unit' JOIN ever_person p ON p.id = c."from"
        WHERE list_contains(words, c.mechanism) AND c.since <= day AND c.until > day AND p.left_on > day
    )
    SELECT u.path AS unit_path, u.id AS unit_id, u.kind, count(h.id) FILTER (WHERE h.counted) AS households,
           CASE WHEN u.id IN (SELECT unit FROM undelivered(words, day)) THEN 'unknown' ELSE 'gap' END AS state
    FROM ever_unit u LEFT JOIN homes h ON h.top = u.id
    WHERE u.id IN (SELECT top FROM below) AND u.id NOT IN (FROM reached) GROUP BY u.path, u.id, u.kind
);

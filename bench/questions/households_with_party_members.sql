SELECT h.unit_path, h.id AS household_id, h.code, h.head, count(DISTINCT l."from") AS members
FROM homes_in($unit, $as_of) h JOIN ever_lives_in l ON l."to" = h.id AND l.since <= $as_of AND l.until > $as_of JOIN ever_person p ON p.id = l."from"
WHERE h.counted AND p.left_on > $as_of AND p.id IN (
    SELECT m."from" FROM ever_member_of m JOIN ever_partyorganization o ON o.id = m."to" AND m.target = 'PartyOrganization'
    WHERE m.source = 'Person' AND m.since <= $as_of AND m.until > $as_of AND o.since <= $as_of AND o.until > $as_of)
GROUP BY ALL ORDER BY unit_path, household_id

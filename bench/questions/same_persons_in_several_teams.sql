WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), teams AS (
  SELECT id, kind, name FROM ever_massorganization t WHERE t.kind IN (SELECT unnest($kinds)) AND t.since <= $as_of AND t.until > $as_of
  UNION ALL SELECT id, kind, name FROM ever_socialorganization t WHERE t.kind IN (SELECT unnest($kinds)) AND t.since <= $as_of AND t.until > $as_of
), persons AS (
  SELECT DISTINCT t.id, t.kind, t.name, p.id AS person FROM teams t JOIN ever_member_of m ON m."to" = t.id JOIN ever_person p ON p.id = m."from"
  WHERE m.source = 'Person' AND m.since <= $as_of AND m.until > $as_of AND p.left_on > $as_of
), here AS (
  SELECT c."from" FROM ever_covers c WHERE c."to" IN (FROM below) AND c.source IN ('MassOrganization', 'SocialOrganization') AND c.since <= $as_of AND c.until > $as_of
), sizes AS (
  SELECT id, count(*) AS n FROM persons GROUP BY 1
)
SELECT a.id AS team_id, a.kind AS team_kind, a.name AS team_name, s.n AS members, b.id AS other_id, b.kind AS other_kind, b.name AS other_name, z.n AS other_members,
       count(*) AS shared
FROM persons a JOIN persons b ON a.person = b.person AND a.id < b.id JOIN sizes s ON s.id = a.id JOIN sizes z ON z.id = b.id
WHERE a.id IN (FROM here) OR b.id IN (FROM here)
GROUP BY ALL HAVING shared >= $at_least
ORDER BY shared DESC, team_id, other_id

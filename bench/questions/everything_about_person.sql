WITH ties AS (
  SELECT "from", "to", target, relation AS what, since, until, source_1 FROM ever_lives_in
  UNION ALL SELECT "from", "to", target, mechanism, since, until, source_1 FROM ever_contacts
  UNION ALL SELECT "from", "to", target, post, since, until, source_1 FROM ever_holds_post
  UNION ALL SELECT "from", "to", target, role, since, until, source_1 FROM ever_member_of WHERE source = 'Person'
  UNION ALL SELECT "from", "to", target, '', since, until, source_1 FROM ever_employed_by
  UNION ALL SELECT "from", "to", target, roster, since, until, source_1 FROM ever_listed_in
), targets AS (
  SELECT id, kind, name, 'Unit' AS label FROM ever_unit
  UNION ALL SELECT id, kind, name, 'Grid' FROM ever_grid
  UNION ALL SELECT id, kind, name, 'Place' FROM ever_place
  UNION ALL SELECT id, kind, head, 'Household' FROM ever_household
  UNION ALL SELECT id, kind, name, 'PartyOrganization' FROM ever_partyorganization
  UNION ALL SELECT id, kind, name, 'SelfGovernmentBody' FROM ever_selfgovernmentbody
  UNION ALL SELECT id, kind, name, 'MassOrganization' FROM ever_massorganization
  UNION ALL SELECT id, kind, name, 'Cooperative' FROM ever_cooperative
  UNION ALL SELECT id, kind, name, 'SocialOrganization' FROM ever_socialorganization
  UNION ALL SELECT id, kind, name, 'Institution' FROM ever_institution
)
SELECT t.what, x.id AS target_id, x.kind AS target_kind, x.name AS target_name, t.since, t.until,
       CASE WHEN t.until <= $as_of THEN 'ended' WHEN (SELECT left_on FROM ever_person WHERE id = $person) <= $as_of THEN 'contact_left' WHEN t.since > $as_of THEN 'not_started' ELSE 'met' END AS state, t.source_1 AS source
FROM ties t JOIN targets x ON x.id = t."to" AND x.label = t.target
WHERE t."from" = $person
ORDER BY source, what, target_id, since, until

// presence_bodies(kinds, as_of)
// How many bodies or places of each kind stand in each unit on a day, whatever ledger stated them.
// One row per unit and kind that it has. A unit without a row has none: a gap, or unknown where nothing was delivered.
// returns: unit, kind, number
MATCH (o:PartyOrganization|SelfGovernmentBody|MassOrganization|Place)-[c:COVERS]->(u:Unit)
WHERE o.kind IN $kinds AND c.since <= $as_of AND c.until > $as_of
RETURN u.id AS unit, o.kind AS kind, count(o.id) AS number

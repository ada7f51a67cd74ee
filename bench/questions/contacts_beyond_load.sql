SELECT unit_path, person AS person_id, name, mechanism, households, households - $high AS beyond
FROM loads_of($unit, $mechanisms, $as_of) WHERE households > $high ORDER BY households DESC, person_id, mechanism

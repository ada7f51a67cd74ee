SELECT unit_path, id AS household_id, code, head, kind FROM homes_in($unit, $as_of) WHERE NOT counted ORDER BY unit_path, household_id

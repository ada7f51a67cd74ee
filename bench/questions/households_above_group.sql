SELECT unit_path, id AS household_id, code, head, address FROM homes_in($unit, $as_of) WHERE counted AND unit_level <= 3 ORDER BY unit_path, household_id

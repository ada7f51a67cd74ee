SELECT * FROM untouched($unit, 4, $mechanisms, $as_of) ORDER BY unit_path, unit_id

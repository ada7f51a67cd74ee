SELECT * FROM untouched($unit, 5, $mechanisms, $as_of) ORDER BY unit_path, unit_id

SELECT unit_path, person AS person_id, name, mechanism, households,
       CASE WHEN households < $low THEN 'below' WHEN households > $high THEN 'above' ELSE 'within' END AS state
FROM loads_of($unit, $mechanisms, $as_of) ORDER BY unit_path, person_id, mechanism

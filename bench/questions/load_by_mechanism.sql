SELECT mechanism, count(*) AS contacts, min(households) AS least, max(households) AS most, count(*) FILTER (WHERE households < $low) AS below,
       count(*) FILTER (WHERE households BETWEEN $low AND $high) AS within, count(*) FILTER (WHERE households > $high) AS above
FROM loads_of($unit, $mechanisms, $as_of) GROUP BY ALL ORDER BY mechanism

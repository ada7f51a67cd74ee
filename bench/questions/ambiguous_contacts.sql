SELECT m.source_1 AS source, p.id AS person_id, p.name, m.mechanism, count(DISTINCT h.id) AS candidates,
       count(DISTINCT h.id) FILTER (WHERE h.id IN (SELECT household FROM counting($mechanisms, $as_of))) AS met,
       count(DISTINCT h.id) FILTER (WHERE h.id NOT IN (SELECT household FROM counting($mechanisms, $as_of))) AS unknown
FROM homes_in($unit, $as_of) h JOIN ever_may_contact m ON m."to" = h.id AND m.source = 'Person' JOIN ever_person p ON p.id = m."from"
WHERE list_contains($mechanisms, m.mechanism) GROUP BY ALL ORDER BY 1, person_id, mechanism

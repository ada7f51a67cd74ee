SELECT u.path AS unit_path, u.id AS unit_id, d.ledger, d.file, d.sheet, f.rows, f.zero
FROM units_in($unit, $as_of) u JOIN ever_delivered_for f ON f."to" = u.id JOIN ever_delivery d ON d.id = f."from"
ORDER BY unit_path, unit_id, ledger, file, sheet, rows

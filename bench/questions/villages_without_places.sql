WITH RECURSIVE below AS (SELECT id FROM units_in($unit, $as_of)), there AS (
  SELECT o.kind, c."to" AS unit FROM ever_place o LEFT JOIN ever_covers c ON c.source = 'Place' AND c."from" = o.id AND c.since <= $as_of AND c.until > $as_of
  WHERE o.kind IN (SELECT unnest($kinds)) AND o.since <= $as_of AND o.until > $as_of
)
SELECT u.path AS unit_path, u.id AS unit_id, k.kind,
       CASE WHEN EXISTS (FROM ever_delivered_for f JOIN ever_delivery d ON d.id = f."from" WHERE f."to" = u.id AND CASE
                      WHEN k.kind IN ('综治网格中心工作室', '矛盾纠纷调解室', '社会心理服务室', '群众接待窗口') THEN d.ledger = '三室一窗'
                      WHEN k.kind IN ('民意表达中心', '民事调解中心', '民声收集中心', '民惑疏导中心', '民生保障中心') THEN d.ledger = '五个中心'
                      ELSE d.ledger IN (SELECT unnest($ledgers)) END) THEN 'gap' ELSE 'unknown' END AS state
FROM ever_unit u CROSS JOIN (SELECT DISTINCT kind FROM there) k
WHERE u.id IN (FROM below) AND u.level = 3 AND NOT u.code LIKE '%498' AND NOT u.code LIKE '%598' AND u.since <= $as_of AND u.until > $as_of AND NOT EXISTS (FROM there t WHERE t.unit = u.id AND t.kind = k.kind)
ORDER BY unit_path, unit_id, kind

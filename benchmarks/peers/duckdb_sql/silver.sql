-- One row per key: the latest; then the greatest path, then the greatest record number.
-- Only keys that come more than once are sorted.

COPY (
    WITH good AS (
        SELECT file_id, record_no, $columns FROM staged WHERE said IS NULL
        UNION ALL
        SELECT file_id, record_no, $columns FROM mended WHERE reasons IS NULL),
    repeated AS (SELECT $key FROM good GROUP BY $key HAVING count(*) > 1)
    SELECT $columns FROM good ANTI JOIN repeated USING ($key)
    UNION ALL
    SELECT $columns FROM (
        FROM good SEMI JOIN repeated USING ($key) JOIN files USING (file_id)
        QUALIFY row_number() OVER (
            PARTITION BY $key ORDER BY $order_by DESC, uri DESC, record_no DESC) = 1)
) TO '$out/silver/$dataset.parquet';

COPY (
    SELECT '$dataset' AS dataset, uri AS source_uri, record_no, reasons, text AS raw_record
    FROM mended JOIN files USING (file_id) WHERE reasons IS NOT NULL
) TO '$out/quarantine/$dataset.parquet';

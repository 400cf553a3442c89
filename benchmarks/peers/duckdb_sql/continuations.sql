-- Rows that only go on with the row above: they repeat its key and say nothing else.

CREATE OR REPLACE TEMP TABLE continuing AS
WITH bare AS (
    SELECT *, record_no - row_number() OVER (PARTITION BY file_id ORDER BY record_no) AS run
    FROM mended
    WHERE $key IS NOT NULL AND $order_by IS NULL AND NOT noted
      AND regexp_full_match(reasons, '[^:;]+:missing(;[^:;]+:missing)*')
), placed AS (
    SELECT *, min(record_no) OVER (PARTITION BY file_id, run) - 1 AS place FROM bare
), above AS (
    SELECT file_id, record_no AS place, $columns FROM staged WHERE said IS NULL
    UNION ALL
    SELECT file_id, record_no, $columns FROM mended WHERE defect IS NULL
), compared AS (
    SELECT bare.file_id, bare.record_no, bare.run, coalesce(above.$key = bare.$key AND $same, false) AS fits
    FROM placed AS bare LEFT JOIN above USING (file_id, place)
)
SELECT file_id, record_no FROM compared
QUALIFY bool_and(fits) OVER (PARTITION BY file_id, run ORDER BY record_no);

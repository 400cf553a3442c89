-- What becomes of every record: one per key goes to silver, the others to lineage or quarantine.
-- Only keys that come more than once are looked at.

CREATE OR REPLACE TEMP VIEW good AS
    SELECT file_id, record_no, $columns FROM staged WHERE said IS NULL
    UNION ALL
    SELECT file_id, record_no, $columns FROM mended WHERE reasons IS NULL;

CREATE OR REPLACE TEMP TABLE contested AS
    SELECT * REPLACE (coalesce($order_by, TIMESTAMP '0001-01-01') AS $order_by)
    FROM good SEMI JOIN (SELECT $key FROM good GROUP BY $key HAVING count(*) > 1) USING ($key);

-- Records that share key and order, and what they say in columns that no contract knows.
CREATE OR REPLACE TEMP TABLE twins AS
    SELECT file_id, record_no, $key, $order_by FROM contested
    QUALIFY count(*) OVER (PARTITION BY $key, $order_by) > 1;

CREATE OR REPLACE TEMP TABLE twin_texts AS
    SELECT file_id, record_no, text FROM records SEMI JOIN twins USING (file_id, record_no);

CREATE OR REPLACE TEMP TABLE others AS
WITH fields AS (
    SELECT file_id, record_no, unnest(header) AS name, unnest(split(text, delimiter)) AS value
    FROM twin_texts JOIN files USING (file_id) WHERE kind = 'csv'
    UNION ALL
    SELECT file_id, record_no, unnest(object_keys(text)), unnest(object_values(text))
    FROM twin_texts JOIN files USING (file_id) WHERE kind = 'json'
)
SELECT file_id, record_no, name, value FROM fields
WHERE trim(value) <> '' AND folded_name(name) NOT IN (SELECT name FROM aliases)
UNION ALL
SELECT file_id, record_no, name, value FROM ($parquet_others) SEMI JOIN twins USING (file_id, record_no)
WHERE trim(value) <> '';

CREATE OR REPLACE TEMP TABLE states AS
WITH others_differ AS (
    SELECT DISTINCT $key, $order_by, true AS differ FROM (
        SELECT $key, $order_by FROM twins JOIN others USING (file_id, record_no)
        GROUP BY $key, $order_by, file_id, name HAVING min(value) <> max(value))
), values_differ AS (
    SELECT $key, $order_by, coalesce($differ, false) AS differ FROM contested GROUP BY $key, $order_by
)
SELECT $key, $order_by, v.differ OR coalesce(o.differ, false) AS disputed
FROM values_differ AS v LEFT JOIN others_differ AS o USING ($key, $order_by);

-- Of the newest state without contradiction the fullest record; what contradicts above it is a
-- conflict.
CREATE OR REPLACE TEMP TABLE fates AS
WITH filled AS (
    SELECT *, [$filled] AS there,
           max($order_by) FILTER (NOT disputed) OVER (PARTITION BY $key) AS current
    FROM contested JOIN states USING ($key, $order_by)
), known AS (
    SELECT file_id, record_no, count(*) AS others FROM others GROUP BY file_id, record_no
), named AS (
    SELECT file_id, row_number() OVER (ORDER BY by_number(uri), uri) AS file_rank FROM files
), ranked AS (
    SELECT *, row_number() OVER (
        PARTITION BY $key, $order_by ORDER BY list_sum(there) DESC, coalesce(others, 0) DESC,
            there DESC, file_rank DESC, record_no DESC) AS nth
    FROM filled LEFT JOIN known USING (file_id, record_no) JOIN named USING (file_id)
)
SELECT file_id, record_no,
       CASE WHEN current IS NULL OR $order_by > current THEN 'conflict'
            WHEN $order_by < current THEN 'superseded'
            WHEN nth > 1 THEN 'duplicate' ELSE 'silver' END AS fate
FROM ranked;

COPY (
    SELECT $columns FROM good
    ANTI JOIN (FROM fates WHERE fate <> 'silver') USING (file_id, record_no)
) TO '$out/silver/$dataset.parquet';

COPY (
    SELECT '$dataset' AS dataset, uri AS source_uri, record_no, fate
    FROM (
        SELECT file_id, record_no, fate FROM fates WHERE fate IN ('duplicate', 'superseded')
        UNION ALL
        SELECT file_id, record_no, 'continuation' FROM continuing
    ) JOIN files USING (file_id)
) TO '$out/lineage/$dataset.parquet';

COPY (
    SELECT '$dataset' AS dataset, uri AS source_uri, record_no, reasons, text AS raw_record
    FROM (
        SELECT file_id, record_no, reasons, text FROM mended
        ANTI JOIN continuing USING (file_id, record_no) WHERE reasons IS NOT NULL
        UNION ALL
        SELECT file_id, record_no, fate, text
        FROM fates LEFT JOIN twin_texts USING (file_id, record_no) WHERE fate = 'conflict'
    ) JOIN files USING (file_id)
) TO '$out/quarantine/$dataset.parquet';

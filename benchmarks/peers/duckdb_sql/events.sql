-- Events. Records whose values are as they should be are typed at once (`staged`); all others keep
-- what they said and go through the rules one by one (`mended`).

CREATE OR REPLACE TEMP TABLE staged AS
WITH typed AS (
    SELECT *, CASE WHEN iso_moment(ts) THEN TRY_CAST(ts AS TIMESTAMP) END AS quick_ts,
           CASE WHEN plain_number(price) THEN TRY_CAST(price AS DECIMAL(12, 2)) END AS quick_price
    FROM raw_events
), checked AS (
    SELECT *, coalesce(
        defect IS NULL
        AND plain_identifier(event_id)
        AND (coalesce(user_id, '') = '' OR plain_identifier(user_id))
        AND (session_id IS NULL OR plain_text(session_id, [$nothing_session_id]))
        AND event_type IN ($event_type)
        AND in_range(quick_ts)
        AND (coalesce(product_id, '') = '' OR plain_identifier(product_id))
        AND (coalesce(country, '') = '' OR country IN ($country))
        AND (coalesce(device, '') = '' OR device IN ($device))
        AND (coalesce(price, '') = '' OR quick_price BETWEEN 0 AND 1000000), false) AS plain
    FROM typed
)
SELECT file_id, record_no, event_id, nullif(user_id, '') AS user_id, session_id, event_type,
       quick_ts AS ts, nullif(product_id, '') AS product_id, nullif(country, '') AS country,
       nullif(device, '') AS device, quick_price AS price,
       defect IS NULL AND quick_price IS NOT NULL AND contains(price, '.') AS pointed,
       CASE WHEN NOT plain THEN {
           event_id: event_id, user_id: user_id, session_id: session_id, event_type: event_type,
           ts: ts, product_id: product_id, country: country, device: device, price: price,
           text: text, defect: defect} END AS said
FROM checked;

CREATE OR REPLACE TEMP TABLE odd AS
    SELECT file_id, record_no, unnest(said) FROM staged WHERE said IS NOT NULL;

CREATE OR REPLACE TEMP TABLE date_orders AS
SELECT file_id, one_order(list(said_order(folded(ts)))) AS ts_order
FROM odd GROUP BY file_id;

-- Of files with a number that only the others settle: their decimal mark, if all show the same.
CREATE OR REPLACE TEMP TABLE decimal_marks AS
WITH numbers AS (
    SELECT file_id, plain_signs(filled_in_form(folded(price))) AS price FROM odd WHERE defect IS NULL
), shown AS (
    SELECT file_id, shown_mark(price) AS mark FROM numbers
    UNION ALL SELECT file_id, '.' FROM staged
        SEMI JOIN (SELECT file_id FROM numbers WHERE open_number(price)) USING (file_id)
    WHERE pointed
)
SELECT file_id, CASE WHEN count(DISTINCT mark) = 1 THEN any_value(mark) END AS mark
FROM shown GROUP BY file_id;

CREATE OR REPLACE TEMP TABLE mended AS
WITH filled_in AS (
    SELECT file_id, record_no, text, defect,
           filled_in_form(folded(event_id)) AS event_id,
           filled_in_form(folded(user_id)) AS user_id,
           filled_but(folded(session_id), [$nothing_session_id]) AS session_id,
           lower(filled_in_form(folded(event_type))) AS event_type,
           filled_moment(folded(ts)) AS ts,
           filled_in_form(folded(product_id)) AS product_id,
           lower(filled_country(folded(country))) AS country,
           lower(filled_in_form(folded(device))) AS device,
           plain_signs(filled_in_form(folded(price))) AS price
    FROM odd
), typed AS (
    SELECT file_id, record_no, text, defect, event_id, user_id, session_id, product_id,
           ts AS said_ts, price AS said_price, f.event_type AS said_event_type,
           f.country AS said_country, f.device AS said_device, ts_order, mark,
           event_types.code AS event_type, moment(ts, ts_order) AS ts,
           countries.code AS country, devices.code AS device,
           number_text(price, mark) AS price
    FROM filled_in AS f
    LEFT JOIN date_orders USING (file_id)
    LEFT JOIN decimal_marks USING (file_id)
    LEFT JOIN spellings AS event_types
        ON event_types.column_name = 'event_type' AND event_types.spelling = f.event_type
    LEFT JOIN spellings AS countries
        ON countries.column_name = 'country' AND countries.spelling = f.country
    LEFT JOIN spellings AS devices
        ON devices.column_name = 'device' AND devices.spelling = f.device
), reasoned AS (
    SELECT file_id, record_no, defect, identifier(event_id) AS event_id, identifier(user_id) AS user_id, session_id, event_type, ts, identifier(product_id) AS product_id, country,
           device, TRY_CAST(price AS DECIMAL(12, 2)) AS price,
           (said_country IS NOT NULL AND country IS NULL)
           OR (said_device IS NOT NULL AND device IS NULL) AS noted,
           coalesce(defect, nullif(concat_ws(';',
               CASE WHEN event_id IS NULL THEN 'event_id:missing'
                    WHEN identifier(event_id) IS NULL THEN 'event_id:bad_format' END,
               CASE WHEN event_type IS NOT NULL THEN NULL
                    WHEN said_event_type IS NULL THEN 'event_type:missing'
                    ELSE 'event_type:not_allowed' END,
               'price:' || number_fault(said_price, mark, 'EUR', 2, 0, 1000000),
               CASE WHEN product_id IS NOT NULL AND identifier(product_id) IS NULL
                    THEN 'product_id:bad_format' END,
               CASE WHEN said_ts IS NULL THEN 'ts:missing'
                    ELSE 'ts:' || moment_fault(said_ts, ts, ts_order) END,
               CASE WHEN user_id IS NOT NULL AND identifier(user_id) IS NULL THEN 'user_id:bad_format' END),
               '')) AS reasons, text
    FROM typed
)
SELECT * REPLACE (CASE WHEN reasons IS NOT NULL THEN text END AS text) FROM reasoned;

-- Transactions. Records whose values are as they should be are typed at once (`staged`); all others
-- keep what they said and go through the rules one by one (`mended`).

CREATE OR REPLACE TEMP TABLE staged AS
WITH typed AS (
    SELECT *, CASE WHEN plain_number(amount) THEN TRY_CAST(amount AS DECIMAL(12, 2)) END AS quick_amount,
           CASE WHEN iso_moment(created_at) THEN TRY_CAST(created_at AS TIMESTAMP) END AS created,
           CASE WHEN iso_moment(delivered_at) THEN TRY_CAST(delivered_at AS TIMESTAMP) END AS delivered,
           CASE WHEN iso_moment(updated_at) THEN TRY_CAST(updated_at AS TIMESTAMP) END AS updated
    FROM raw_transactions
), checked AS (
    SELECT *, coalesce(
        defect IS NULL
        AND plain_identifier(tx_id)
        AND (coalesce(user_id, '') = '' OR (plain_identifier(user_id) AND user_id <> '0'))
        AND quick_amount BETWEEN -1000000000 AND 1000000000
        AND (currency NOT IN ($whole) OR quick_amount = trunc(quick_amount))
        AND currency IN ($currency)
        AND status IN ($status)
        AND (coalesce(payment_method, '') = '' OR payment_method IN ($payment_method))
        AND (coalesce(country, '') = '' OR country IN ($country))
        AND in_range(created)
        AND (coalesce(delivered_at, '') = '' OR (in_range(delivered) AND delivered >= created))
        AND (coalesce(updated_at, '') = '' OR (in_range(updated) AND updated >= created)), false) AS plain
    FROM typed
)
SELECT file_id, record_no, tx_id, nullif(user_id, '') AS user_id, quick_amount AS amount, currency, status,
       nullif(payment_method, '') AS payment_method, nullif(country, '') AS country,
       created AS created_at, delivered AS delivered_at, updated AS updated_at,
       defect IS NULL AND quick_amount IS NOT NULL AND contains(amount, '.') AS pointed,
       CASE WHEN NOT plain THEN {
           tx_id: tx_id, user_id: user_id, amount: amount, currency: currency, status: status,
           payment_method: payment_method, country: country, created_at: created_at,
           delivered_at: delivered_at, updated_at: updated_at, text: text, defect: defect}
       END AS said
FROM checked;

CREATE OR REPLACE TEMP TABLE odd AS
    SELECT file_id, record_no, unnest(said) FROM staged WHERE said IS NOT NULL;

CREATE OR REPLACE TEMP TABLE date_orders AS
WITH said AS (
    SELECT file_id, said_order(folded(created_at)) AS created_at,
           said_order(folded(delivered_at)) AS delivered_at,
           said_order(folded(updated_at)) AS updated_at
    FROM odd
)
SELECT file_id, one_order(list(created_at)) AS created_order,
       one_order(list(delivered_at)) AS delivered_order, one_order(list(updated_at)) AS updated_order
FROM said GROUP BY file_id;

-- Of files with a number that only the others settle: their decimal mark, if all show the same.
CREATE OR REPLACE TEMP TABLE decimal_marks AS
WITH numbers AS (
    SELECT file_id, plain_signs(filled_in_form(folded(amount))) AS amount FROM odd WHERE defect IS NULL
), shown AS (
    SELECT file_id, shown_mark(amount) AS mark FROM numbers
    UNION ALL SELECT file_id, '.' FROM staged
        SEMI JOIN (SELECT file_id FROM numbers WHERE open_number(amount)) USING (file_id)
    WHERE pointed
)
SELECT file_id, CASE WHEN count(DISTINCT mark) = 1 THEN any_value(mark) END AS mark
FROM shown GROUP BY file_id;

CREATE OR REPLACE TEMP TABLE mended AS
WITH filled_in AS (
    SELECT file_id, record_no, text, defect,
           filled_in_form(folded(tx_id)) AS tx_id,
           CASE WHEN lower(folded(user_id)) NOT IN ('guest', '0') THEN filled_in_form(folded(user_id)) END AS user_id,
           plain_signs(filled_in_form(folded(amount))) AS amount,
           lower(filled_in_form(folded(currency))) AS currency,
           lower(filled_in_form(folded(status))) AS status,
           lower(filled_in_form(folded(payment_method))) AS payment_method,
           lower(filled_country(folded(country))) AS country,
           filled_moment(folded(created_at)) AS created_at,
           filled_moment(folded(delivered_at)) AS delivered_at,
           filled_moment(folded(updated_at)) AS updated_at
    FROM odd
), typed AS (
    SELECT file_id, record_no, text, defect, tx_id, user_id, amount AS said_amount,
           f.currency AS said_currency, f.status AS said_status, f.payment_method AS said_method,
           f.country AS said_country, created_at AS said_created,
           delivered_at AS said_delivered, updated_at AS said_updated,
           created_order, delivered_order, updated_order, mark,
           number_text(amount, mark) AS amount, currencies.code AS currency, statuses.code AS status,
           methods.code AS payment_method, countries.code AS country,
           moment(created_at, created_order) AS created_at,
           moment(delivered_at, delivered_order) AS delivered_at,
           moment(updated_at, updated_order) AS updated_at
    FROM filled_in AS f
    LEFT JOIN date_orders USING (file_id)
    LEFT JOIN decimal_marks USING (file_id)
    LEFT JOIN spellings AS currencies
        ON currencies.column_name = 'currency' AND currencies.spelling = f.currency
    LEFT JOIN spellings AS statuses
        ON statuses.column_name = 'status' AND statuses.spelling = f.status
    LEFT JOIN spellings AS methods
        ON methods.column_name = 'payment_method' AND methods.spelling = f.payment_method
    LEFT JOIN spellings AS countries
        ON countries.column_name = 'country' AND countries.spelling = f.country
), faults AS (
    SELECT *, moment_fault(said_created, created_at, created_order) AS created_fault,
           moment_fault(said_delivered, delivered_at, delivered_order) AS delivered_fault,
           moment_fault(said_updated, updated_at, updated_order) AS updated_fault
    FROM typed
), reasoned AS (
    SELECT file_id, record_no, defect, identifier(tx_id) AS tx_id, identifier(user_id) AS user_id, TRY_CAST(amount AS DECIMAL(12, 2)) AS amount,
           currency, status, payment_method, country, created_at, delivered_at, updated_at,
           (said_method IS NOT NULL AND payment_method IS NULL)
           OR (said_country IS NOT NULL AND country IS NULL) AS noted,
           coalesce(defect, nullif(concat_ws(';',
               CASE WHEN said_amount IS NULL THEN 'amount:missing'
                    WHEN currency IN ($whole)
                    THEN 'amount:' || number_fault(said_amount, mark, currency, 0, -1000000000, 1000000000)
                    ELSE 'amount:' || number_fault(said_amount, mark,
                        coalesce(currency, marked_currency(said_amount)), 2, -1000000000, 1000000000)
                    END,
               CASE WHEN said_created IS NULL THEN 'created_at:missing'
                    ELSE 'created_at:' || created_fault END,
               CASE WHEN currency IS NOT NULL THEN NULL
                    WHEN said_currency IS NULL THEN 'currency:missing'
                    ELSE 'currency:not_allowed' END,
               'delivered_at:' || delivered_fault,
               CASE WHEN at_latest(delivered_at) < created_at AND created_fault IS NULL AND delivered_fault IS NULL
                    THEN 'delivered_before_created' END,
               CASE WHEN status IS NOT NULL THEN NULL
                    WHEN said_status IS NULL THEN 'status:missing'
                    ELSE 'status:not_allowed' END,
               CASE WHEN tx_id IS NULL THEN 'tx_id:missing'
                    WHEN identifier(tx_id) IS NULL THEN 'tx_id:bad_format' END,
               'updated_at:' || updated_fault,
               CASE WHEN at_latest(updated_at) < created_at AND created_fault IS NULL AND updated_fault IS NULL
                    THEN 'updated_before_created' END,
               CASE WHEN user_id IS NOT NULL AND identifier(user_id) IS NULL THEN 'user_id:bad_format' END),
               '')) AS reasons, text
    FROM faults
)
SELECT * REPLACE (CASE WHEN reasons IS NOT NULL THEN text END AS text) FROM reasoned;

-- Users. Records whose values are as they should be are typed at once (`staged`); all others keep
-- what they said and go through the rules one by one (`mended`).

CREATE OR REPLACE TEMP TABLE staged AS
WITH typed AS (
    SELECT *, CASE WHEN iso_moment(signed_up_at) THEN TRY_CAST(signed_up_at AS TIMESTAMP) END AS signed_up,
           CASE WHEN iso_moment(updated_at) THEN TRY_CAST(updated_at AS TIMESTAMP) END AS updated,
           CASE WHEN regexp_full_match(age, '[0-9]{2,3}') THEN age::INTEGER END AS quick_age
    FROM raw_users
), checked AS (
    SELECT *, coalesce(
        defect IS NULL
        AND plain_identifier(user_id)
        AND (name IS NULL OR plain_text(name, [$nothing_name]))
        AND (coalesce(email, '') = '' OR good_email(email))
        AND (coalesce(phone, '') = '' OR good_phone(phone))
        AND (city IS NULL OR plain_text(city, [$nothing_city]))
        AND (coalesce(country, '') = '' OR country IN ($country))
        AND (coalesce(age, '') = '' OR quick_age BETWEEN 13 AND 120)
        AND (coalesce(signed_up_at, '') = '' OR in_range(signed_up))
        AND (coalesce(updated_at, '') = '' OR (in_range(updated) AND coalesce(updated >= signed_up, true))),
        false) AS plain
    FROM typed
)
SELECT file_id, record_no, user_id, name, nullif(email, '') AS email, nullif(phone, '') AS phone, city,
       nullif(country, '') AS country, quick_age AS age, signed_up AS signed_up_at,
       updated AS updated_at,
       CASE WHEN NOT plain THEN {
           user_id: user_id, name: name, email: email, phone: phone, city: city, country: country,
           age: age, signed_up_at: signed_up_at, updated_at: updated_at, text: text, defect: defect}
       END AS said
FROM checked;

CREATE OR REPLACE TEMP TABLE odd AS
    SELECT file_id, record_no, unnest(said) FROM staged WHERE said IS NOT NULL;

CREATE OR REPLACE TEMP TABLE date_orders AS
WITH said AS (
    SELECT file_id, said_order(folded(signed_up_at)) AS signed_up_at,
           said_order(folded(updated_at)) AS updated_at
    FROM odd
)
SELECT file_id, one_order(list(signed_up_at)) AS signed_up_order,
       one_order(list(updated_at)) AS updated_order
FROM said GROUP BY file_id;

CREATE OR REPLACE TEMP TABLE mended AS
WITH filled_in AS (
    SELECT file_id, record_no, text, defect,
           filled_in_form(folded(user_id)) AS user_id,
           filled_but(folded(decoded(name)), [$nothing_name]) AS name,
           lower(filled_in_form(folded(email))) AS email,
           filled_in_form(folded(phone)) AS phone,
           filled_but(folded(decoded(city)), [$nothing_city]) AS city,
           lower(filled_country(folded(country))) AS country,
           filled_in_form(folded(age)) AS age,
           filled_moment(folded(signed_up_at)) AS signed_up_at,
           filled_moment(folded(updated_at)) AS updated_at
    FROM odd
), typed AS (
    SELECT file_id, record_no, text, defect, user_id, name, city,
           f.email AS said_email, f.phone AS said_phone, f.country AS said_country,
           f.age AS said_age, signed_up_at AS said_signed_up, updated_at AS said_updated,
           signed_up_order, updated_order,
           CASE WHEN good_email(email) THEN email END AS email,
           CASE WHEN good_phone(phone_text(phone)) THEN phone_text(phone) END AS phone,
           countries.code AS country,
           CASE WHEN number_fault(age, NULL, NULL, 0, 13, 120) IS NULL
                THEN number_text(age, NULL)::DECIMAL(38, 10)::INTEGER END AS age,
           moment(signed_up_at, signed_up_order) AS signed_up_at,
           moment(updated_at, updated_order) AS updated_at
    FROM filled_in AS f
    LEFT JOIN date_orders USING (file_id)
    LEFT JOIN spellings AS countries
        ON countries.column_name = 'country' AND countries.spelling = f.country
), faults AS (
    SELECT *, moment_fault(said_signed_up, signed_up_at, signed_up_order) AS signed_up_fault,
           moment_fault(said_updated, updated_at, updated_order) AS updated_fault
    FROM typed
), reasoned AS (
    SELECT file_id, record_no, defect, identifier(user_id) AS user_id, name, email, phone, city, country, age, signed_up_at,
           updated_at,
           (said_email IS NOT NULL AND email IS NULL) OR (said_phone IS NOT NULL AND phone IS NULL)
           OR (said_country IS NOT NULL AND country IS NULL)
           OR (said_age IS NOT NULL AND age IS NULL) AS noted,
           coalesce(defect, nullif(concat_ws(';',
               'signed_up_at:' || signed_up_fault,
               'updated_at:' || updated_fault,
               CASE WHEN at_latest(updated_at) < signed_up_at AND signed_up_fault IS NULL AND updated_fault IS NULL
                    THEN 'updated_before_signed_up' END,
               CASE WHEN user_id IS NULL THEN 'user_id:missing'
                    WHEN identifier(user_id) IS NULL THEN 'user_id:bad_format' END),
               '')) AS reasons, text
    FROM faults
)
SELECT * REPLACE (CASE WHEN reasons IS NOT NULL THEN text END AS text) FROM reasoned;

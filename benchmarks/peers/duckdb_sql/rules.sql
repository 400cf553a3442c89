-- The rules of docs/cleansing-rules.md, as macros.

-- Whether a text has white space at its ends, twice in a row, or other than the plain blank.
CREATE OR REPLACE MACRO unfolded(x) AS regexp_matches(x, '^ | $|  |[\t-\r\x{85}\x{a0}\x{1680}'
    || '\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]');

-- White space at the ends goes, inner runs become one blank.
CREATE OR REPLACE MACRO folded(x) AS CASE
    WHEN unfolded(x) THEN trim(regexp_replace(x, '[\t-\r\x{85}\p{Z}]+', ' ', 'g')) ELSE x END;

-- Spellings of nothing become NULL.
CREATE OR REPLACE MACRO filled(x) AS CASE
    WHEN strlen(x) > 9 THEN x
    WHEN NOT regexp_full_match(
        x, '(?i:null|none|nan|n/a|na|nil|undefined|-|--|\\n|\(null\)|)') THEN x END;

-- `NA` is Namibia.
CREATE OR REPLACE MACRO filled_country(x) AS CASE WHEN lower(x) = 'na' THEN x ELSE filled(x) END;

-- Text that stays as it is: nothing to fold, and not a spelling of nothing.
CREATE OR REPLACE MACRO plain_text(x) AS
    NOT unfolded(x) AND filled(x) IS NOT NULL;

CREATE OR REPLACE MACRO good_email(x) AS
    regexp_full_match(x, '[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)*[.][a-z]{2,}');
CREATE OR REPLACE MACRO good_phone(x) AS regexp_full_match(x, '[+]?[0-9]{7,15}');

-- Numbers ---------------------------------------------------------------------------------------

CREATE OR REPLACE MACRO plain_number(x) AS regexp_full_match(x, '[0-9]{1,9}(\.[0-9]{1,2})?');

CREATE OR REPLACE MACRO unbracketed(x) AS
    CASE WHEN x LIKE '(%)' THEN regexp_replace(x, '^\( ?| ?\)$', '', 'g') ELSE x END;

CREATE OR REPLACE MACRO currency_mark(x) AS coalesce(
    nullif(regexp_extract(x, '^(€|\$|£|(?i:zł|kr)|[A-Za-z]{3}) ?[-+0-9.]', 1), ''),
    nullif(regexp_extract(x, '[0-9.] ?(€|\$|£|(?i:zł|kr)|[A-Za-z]{3})$', 1), ''));

CREATE OR REPLACE MACRO unmarked(x) AS
    regexp_replace(regexp_replace(x, '^(€|\$|£|(?i:zł|kr)|[A-Za-z]{3}) ?([-+0-9.])', '\2'),
                   '([0-9.]) ?(€|\$|£|(?i:zł|kr)|[A-Za-z]{3})$', '\1');

CREATE OR REPLACE MACRO without_groups(x) AS CASE
    WHEN regexp_full_match(x, '[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?') THEN x
    WHEN regexp_full_match(x, '[+-]?[0-9]{1,3}((,[0-9]{3})+\.[0-9]+|(,[0-9]{3}){2,})')
         OR regexp_full_match(x, '[+-]?[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}(\.[0-9]+)?')
        THEN replace(x, ',', '')
    WHEN regexp_full_match(x, '[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+')
        THEN replace(replace(x, '.', ''), ',', '.')
    WHEN regexp_full_match(x, '[+-]?[0-9]{1,3}(\.[0-9]{3}){2,}') THEN replace(x, '.', '')
    WHEN regexp_full_match(x, '[+-]?[0-9]{1,3}(( [0-9]{3})+|(''[0-9]{3})+)([.,][0-9]+)?')
        THEN replace(replace(replace(x, ' ', ''), '''', ''), ',', '.')
    WHEN regexp_full_match(x, '[+-]?[0-9]+,[0-9]+') THEN replace(x, ',', '.') END;

-- Thousands or decimals: only the other numbers of the file can say.
CREATE OR REPLACE MACRO open_number(x) AS
    regexp_full_match(unmarked(unbracketed(x)), '[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}');

-- The decimal mark that a number gives away.
CREATE OR REPLACE MACRO shown_mark(x) AS CASE
    WHEN open_number(x) OR without_groups(unmarked(unbracketed(x))) IS NULL THEN NULL
    WHEN regexp_matches(x, '\.[0-9]{3}.*[.,]') OR regexp_matches(x, '^[^.]*,[^,.]*$')
         AND NOT regexp_matches(x, ',.*,') THEN ','
    WHEN regexp_matches(x, '[.,]') THEN '.' END;

-- The number as text with a decimal point; NULL if it is none. `mark`: its file's decimal mark.
CREATE OR REPLACE MACRO number_text(x, mark) AS CASE
    WHEN plain_number(x) THEN x
    WHEN open_number(x) THEN CASE WHEN x LIKE '(%)' THEN '-' ELSE '' END || replace(
        replace(unmarked(unbracketed(x)), CASE mark WHEN '.' THEN ',' ELSE '.' END, ''), mark, '.')
    WHEN x LIKE '(%)' THEN '-' || without_groups(unmarked(unbracketed(x)))
    ELSE without_groups(unmarked(x)) END;

CREATE OR REPLACE MACRO marked_currency(x) AS CASE lower(currency_mark(unbracketed(x)))
    WHEN '€' THEN 'EUR' WHEN '$' THEN 'USD' WHEN '£' THEN 'GBP' WHEN 'zł' THEN 'PLN'
    WHEN 'kr' THEN 'SEK' ELSE upper(currency_mark(unbracketed(x))) END;

-- Why a value is no number of so many decimals within the bounds; NULL if it is one.
-- `currency`: the only one whose mark may stand beside it; NULL where any known one may.
CREATE OR REPLACE MACRO number_fault(x, mark, currency, decimals, low, high) AS CASE
    WHEN x IS NULL THEN NULL
    WHEN plain_number(x) AND TRY_CAST(x AS DECIMAL(12, 2)) BETWEEN low AND high
         AND (decimals > 0 OR NOT contains(x, '.')) THEN NULL
    WHEN open_number(x) AND mark IS NULL THEN 'ambiguous_number'
    WHEN number_text(x, mark) IS NULL THEN 'invalid_number'
    WHEN marked_currency(x) <> currency THEN 'currency_conflict'
    WHEN currency IS NULL AND NOT regexp_full_match(marked_currency(x), 'EUR|USD|GBP|CHF|SEK|PLN')
        THEN 'currency_conflict'
    WHEN TRY_CAST(number_text(x, mark) AS DECIMAL(38, 10)) IS NULL THEN 'out_of_range'
    WHEN regexp_matches(number_text(x, mark), '\.[0-9]{10,}[1-9]')
         OR number_text(x, mark)::DECIMAL(38, 10) <> round(number_text(x, mark)::DECIMAL(38, 10), decimals)
        THEN 'too_precise'
    WHEN number_text(x, mark)::DECIMAL(38, 10) NOT BETWEEN low AND high THEN 'out_of_range' END;

-- Moments ---------------------------------------------------------------------------------------

CREATE OR REPLACE MACRO slashed(x) AS
    regexp_matches(x, '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}($|[T ])');
CREATE OR REPLACE MACRO first_part(x) AS TRY_CAST(string_split(x, '/')[1] AS INTEGER);
CREATE OR REPLACE MACRO second_part(x) AS TRY_CAST(string_split(x, '/')[2] AS INTEGER);

-- What one date with slashes says of the order of day and month.
CREATE OR REPLACE MACRO said_order(x) AS CASE WHEN slashed(x) THEN CASE
    WHEN first_part(x) > 12 AND second_part(x) <= 12 THEN 'day'
    WHEN second_part(x) > 12 AND first_part(x) <= 12 THEN 'month' END END;

-- What all dates of a file and column say, if they agree.
CREATE OR REPLACE MACRO one_order(said) AS
    CASE WHEN list_unique(said) = 1 THEN list_any_value(said) END;

CREATE OR REPLACE MACRO settled(x, file_order) AS CASE
    WHEN first_part(x) > 12 OR first_part(x) = second_part(x) THEN 'day'
    WHEN second_part(x) > 12 THEN 'month' ELSE file_order END;

CREATE OR REPLACE MACRO iso_moment(x) AS regexp_full_match(
    x, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|\+00)?');

CREATE OR REPLACE MACRO clock(x) AS regexp_extract(x,
    '[T ]([0-9]{1,2}):([0-9]{2})(:[0-9]{2})?(?:[.,]([0-9]+))? ?(Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)?$',
    ['hour', 'minute', 'second', 'fraction', 'zone']);

-- Time of day and zone as DuckDB reads them; midnight where there is none.
CREATE OR REPLACE MACRO clock_text(c) AS CASE WHEN c.minute = '' THEN ' 00:00:00' ELSE
    ' ' || lpad(c.hour, 2, '0') || ':' || c.minute || coalesce(nullif(c.second, ''), ':00')
        || coalesce('.' || nullif(left(c.fraction, 6), ''), '')
        || regexp_replace(upper(c.zone), '^([+-][0-9]{2}):?([0-9]{2})$', '\1:\2') END;

CREATE OR REPLACE MACRO day_text(x, year, month, day) AS
    regexp_extract(x, year, 1) || '-' || lpad(regexp_extract(x, month, 1), 2, '0')
        || '-' || lpad(regexp_extract(x, day, 1), 2, '0');

CREATE OR REPLACE MACRO named_month(x) AS CAST(list_position(
    ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec',
     'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september',
     'october', 'november', 'december'], lower(regexp_extract(x, '[A-Za-z]{3,9}'))) - 1 AS BIGINT);

CREATE OR REPLACE MACRO named_day(x, day) AS
    regexp_extract(x, '([0-9]{4})', 1) || '-' || lpad((named_month(x) % 12 + 1)::VARCHAR, 2, '0')
        || '-' || lpad(day, 2, '0');

-- `tail`: nothing, or a time of day.
CREATE OR REPLACE MACRO has_form(x, form) AS regexp_full_match(x, form ||
    '([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?([.,][0-9]+)? ?(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)?)?');

CREATE OR REPLACE MACRO date_text(x, file_order) AS CASE
    WHEN has_form(x, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN left(x, 10)
    WHEN has_form(x, '[0-9]{8}') THEN x[1:4] || '-' || x[5:6] || '-' || x[7:8]
    WHEN has_form(x, '[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}')
        THEN day_text(x, '^([0-9]{4})', '^[0-9]+/([0-9]+)', '^[0-9]+/[0-9]+/([0-9]+)')
    WHEN has_form(x, '[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}')
        THEN day_text(x, '^[0-9]+\.[0-9]+\.([0-9]{4})', '^[0-9]+\.([0-9]+)', '^([0-9]+)')
    WHEN has_form(x, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}') THEN CASE settled(x, file_order)
        WHEN 'day' THEN day_text(x, '^[0-9]+/[0-9]+/([0-9]{4})', '^[0-9]+/([0-9]+)', '^([0-9]+)')
        WHEN 'month' THEN day_text(x, '^[0-9]+/[0-9]+/([0-9]{4})', '^([0-9]+)', '^[0-9]+/([0-9]+)')
        END
    WHEN has_form(x, '[0-9]{1,2} [A-Za-z]{3,9} [0-9]{4}')
        THEN named_day(x, regexp_extract(x, '^[0-9]+'))
    WHEN has_form(x, '[A-Za-z]{3,9} [0-9]{1,2}, ?[0-9]{4}')
        THEN named_day(x, regexp_extract(x, '^[A-Za-z]+ ([0-9]+)', 1)) END;

-- The moment in UTC; NULL if it is none, or nobody can tell.
CREATE OR REPLACE MACRO moment(x, file_order) AS CASE
    WHEN iso_moment(x) THEN TRY_CAST(x AS TIMESTAMP)
    WHEN regexp_full_match(x, '[0-9]{13}') THEN make_timestamp(x::BIGINT * 1000)
    WHEN regexp_full_match(x, '[0-9]{10}(\.[0-9]+)?')
        THEN make_timestamp(left(x, 10)::BIGINT * 1000000
            + coalesce(rpad(left(string_split(x, '.')[2], 6), 6, '0')::BIGINT, 0))
    ELSE TRY_CAST(date_text(x, file_order) || clock_text(clock(x)) AS TIMESTAMPTZ)
        AT TIME ZONE 'UTC' END;

CREATE OR REPLACE MACRO in_range(moment) AS
    moment BETWEEN TIMESTAMP '2010-01-01 00:00:00' AND TIMESTAMP '2035-12-31 23:59:59.999999';

CREATE OR REPLACE MACRO moment_fault(x, found, file_order) AS CASE
    WHEN in_range(found) THEN NULL
    WHEN found IS NOT NULL THEN 'out_of_range'
    WHEN slashed(x) AND settled(x, file_order) IS NULL THEN 'ambiguous_timestamp'
    WHEN x IS NOT NULL THEN 'invalid_timestamp' END;

-- Paths -----------------------------------------------------------------------------------------

-- Digits are filled up, so that `part-10` stands behind `part-9`.
CREATE OR REPLACE MACRO by_number(path) AS array_to_string([
    CASE WHEN part[1] BETWEEN '0' AND '9' THEN lpad(part, 20, '0') ELSE part END
    FOR part IN regexp_extract_all(path, '[0-9]+|[^0-9]+')], '');

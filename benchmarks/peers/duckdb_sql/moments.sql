-- The rules of docs/cleansing-rules.md for moments, as macros.

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

CREATE OR REPLACE MACRO named_month(x) AS CAST(list_position(string_split(
    'jan feb mar apr may jun jul aug sep oct nov dec '
    || 'january february march april may june july august september october november december '
    || 'januar februar märz april mai juni juli august september oktober november dezember '
    || 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre '
    || 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre '
    || 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre '
    || 'januari februari maart april mei juni juli augustus september oktober november december', ' '),
    lower(regexp_extract(x, '\p{L}{3,10}'))) - 1 AS BIGINT);

CREATE OR REPLACE MACRO named_day(x, day) AS
    regexp_extract(x, '([0-9]{4})', 1) || '-' || lpad((named_month(x) % 12 + 1)::VARCHAR, 2, '0')
        || '-' || lpad(day, 2, '0');

-- `tail`: nothing, or a time of day.
CREATE OR REPLACE MACRO has_form(x, form) AS regexp_full_match(x, form ||
    '([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?([.,][0-9]+)? ?(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)?)?');

CREATE OR REPLACE MACRO date_text(x, file_order) AS CASE
    WHEN has_form(x, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}')
        THEN day_text(x, '^([0-9]{4})', '^[0-9]+-([0-9]+)', '^[0-9]+-[0-9]+-([0-9]+)')
    WHEN has_form(x, '[0-9]{8}') THEN x[1:4] || '-' || x[5:6] || '-' || x[7:8]
    WHEN has_form(x, '[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}')
        THEN day_text(x, '^([0-9]{4})', '^[0-9]+/([0-9]+)', '^[0-9]+/[0-9]+/([0-9]+)')
    WHEN has_form(x, '[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}')
        THEN day_text(x, '^[0-9]+\.[0-9]+\.([0-9]{4})', '^[0-9]+\.([0-9]+)', '^([0-9]+)')
    WHEN has_form(x, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}') THEN CASE settled(x, file_order)
        WHEN 'day' THEN day_text(x, '^[0-9]+/[0-9]+/([0-9]{4})', '^[0-9]+/([0-9]+)', '^([0-9]+)')
        WHEN 'month' THEN day_text(x, '^[0-9]+/[0-9]+/([0-9]{4})', '^([0-9]+)', '^[0-9]+/([0-9]+)')
        END
    WHEN has_form(x, '[0-9]{1,2}\.? (de )?\p{L}{3,10}( de)? [0-9]{4}')
        THEN named_day(replace(x, ' de ', ' '), regexp_extract(x, '^[0-9]+'))
    WHEN has_form(x, '[A-Za-z]{3,9} [0-9]{1,2}, ?[0-9]{4}')
        THEN named_day(x, regexp_extract(x, '^[A-Za-z]+ ([0-9]+)', 1)) END;

-- Forms of programs; of those with a day of the week, the date must fall on it.
CREATE OR REPLACE MACRO without_zone(x) AS regexp_replace(
    regexp_replace(x, ' \(.*\)$|\[UTC\]$', ''), '( \+0000)? (UTC|GMT|CEST|MESZ|EDT|JST|MSK)$', '');
CREATE OR REPLACE MACRO said_weekday(x) AS regexp_extract(x, '^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b');
CREATE OR REPLACE MACRO on_its_day(x, found) AS
    CASE WHEN said_weekday(x) IN ('', strftime(found, '%a')) THEN found END;
CREATE OR REPLACE MACRO zone_hours(x) AS CASE regexp_extract(x, ' ([A-Z]{3,4})$', 1)
    WHEN 'CEST' THEN 2 WHEN 'MESZ' THEN 2 WHEN 'EDT' THEN -4 WHEN 'JST' THEN 9 WHEN 'MSK' THEN 3 ELSE 0 END;
-- The offset behind the clock of mail, logs and C.
CREATE OR REPLACE MACRO said_offset(x) AS regexp_extract(x, ':[0-9]{2} ?(?:GMT)?([+-][0-9]{4})( [0-9]{4})?$', 1);
CREATE OR REPLACE MACRO without_offset(x) AS
    regexp_replace(x, '(:[0-9]{2}) ?(?:GMT)?[+-][0-9]{4}( [0-9]{4})?$', '\1\2');
CREATE OR REPLACE MACRO offset_hours(x) AS coalesce(TRY_CAST(said_offset(x)[1:3] AS INTEGER), 0);
CREATE OR REPLACE MACRO by_program(x) AS on_its_day(x, try_strptime(without_offset(x), [
    '%a, %d %b %Y %H:%M:%S', '%a %b %d %H:%M:%S %Y', '%a %b %d %Y %H:%M:%S', '%d/%b/%Y:%H:%M:%S',
    '%d%b%Y:%H:%M:%S', '%Y.%m.%d %H:%M:%S', '%Y%m%dT%H%M%SZ', '%Y%m%d%H%M%S', '%Y%m%d %H%M%S',
    '%Y-%m-%d %I:%M:%S %p', '%b %d, %Y, %I:%M:%S %p', '%B %d, %Y at %I:%M:%S %p',
    '%Y-%m-%d %H:%M:%S'])) - to_hours(offset_hours(x));

-- The moment in UTC; NULL if it is none, or nobody can tell.
CREATE OR REPLACE MACRO moment(x, file_order) AS CASE
    WHEN iso_moment(x) THEN TRY_CAST(x AS TIMESTAMP)
    WHEN regexp_full_match(x, '[0-9]{13}') THEN make_timestamp(x::BIGINT * 1000)
    WHEN regexp_full_match(x, '[0-9]{16}([0-9]{3})?') THEN make_timestamp(left(x, 16)::BIGINT)
    WHEN regexp_full_match(x, '/Date\([0-9]{13}\)/') THEN make_timestamp(x[7:19]::BIGINT * 1000)
    WHEN regexp_full_match(x, '[0-9]{10}(\.[0-9]+)?')
        THEN make_timestamp(left(x, 10)::BIGINT * 1000000
            + coalesce(rpad(left(string_split(x, '.')[2], 6), 6, '0')::BIGINT, 0))
    WHEN regexp_full_match(x, '[0-9-]{10}T24:00:00Z')
        THEN TRY_CAST(left(x, 10) AS TIMESTAMP) + INTERVAL 1 DAY
    ELSE coalesce(TRY_CAST(date_text(without_zone(x), file_order) || clock_text(clock(without_zone(x)))
                           AS TIMESTAMPTZ) AT TIME ZONE 'UTC',
                  by_program(without_zone(x))) - to_hours(zone_hours(x)) END;

-- By which systems mean no date.
CREATE OR REPLACE MACRO filled_moment(x) AS CASE WHEN NOT regexp_full_match(x, '-1|[0 :.-]+'
    || '|1970-01-01T00:00:00Z|0001-01-01T00:00:00|1899-12-30|1900-01-01|9999-12-31( 23:59:59)?')
    THEN filled_in_form(x) END;

-- The last moment that a text may mean: a date, and midnight, stand for their day.
CREATE OR REPLACE MACRO at_latest(found) AS
    CASE WHEN found = date_trunc('day', found) THEN found + INTERVAL 1 DAY ELSE found END;

CREATE OR REPLACE MACRO in_range(moment) AS
    moment BETWEEN TIMESTAMP '2010-01-01 00:00:00' AND TIMESTAMP '2035-12-31 23:59:59.999999';

CREATE OR REPLACE MACRO moment_fault(x, found, file_order) AS CASE
    WHEN in_range(found) THEN NULL
    WHEN found IS NOT NULL THEN 'out_of_range'
    WHEN slashed(x) AND settled(x, file_order) IS NULL THEN 'ambiguous_timestamp'
    WHEN regexp_matches(x, ' (EST|IST|CST)$') THEN 'ambiguous_timestamp'
    WHEN x IS NOT NULL THEN 'invalid_timestamp' END;

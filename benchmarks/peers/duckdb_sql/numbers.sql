-- The rules of docs/cleansing-rules.md for numbers, as macros.

CREATE OR REPLACE MACRO plain_number(x) AS regexp_full_match(x, '[0-9]{1,9}(\.[0-9]{1,2})?');

-- Price tags without their dashes, minus signs of all kinds before the digits, plain apostrophes.
CREATE OR REPLACE MACRO plain_signs(x) AS regexp_replace(regexp_replace(
    replace(replace(x, '’', ''''), '−', '-'), '([0-9][.,])(--?|—)', '\1'), '^- |^(.*[0-9])-$', '-\1');

CREATE OR REPLACE MACRO unbracketed(x) AS
    CASE WHEN x LIKE '(%)' THEN regexp_replace(x, '^\( ?| ?\)$', '', 'g') ELSE x END;

CREATE OR REPLACE MACRO currency_mark(x) AS coalesce(
    nullif(regexp_extract(x, '^([RCA]\$|[Uu][Ss]\$|[€$£¥₹]|(?i:zł|s?fr\.|kr\.?)|[A-Za-z]{3,4}) ?[-+0-9.]', 1), ''),
    nullif(regexp_extract(x, '[0-9.,] ?([RCA]\$|[Uu][Ss]\$|[€$£¥₹]|(?i:zł|s?fr\.|kr\.?)|[A-Za-z]{3,4})$', 1), ''));

CREATE OR REPLACE MACRO unmarked(x) AS
    regexp_replace(regexp_replace(x, '^([RCA]\$|[Uu][Ss]\$|[€$£¥₹]|(?i:zł|s?fr\.|kr\.?)|[A-Za-z]{3,4}) ?([-+0-9.])', '\2'),
                   '([0-9.,]) ?([RCA]\$|[Uu][Ss]\$|[€$£¥₹]|(?i:zł|s?fr\.|kr\.?)|[A-Za-z]{3,4})$', '\1');

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
    WHEN regexp_full_match(x, '[+-]?[0-9]+,[0-9]*') THEN replace(x, ',', '.') END;

-- Thousands or decimals: only the other numbers of the file can say.
CREATE OR REPLACE MACRO open_number(x) AS
    regexp_full_match(unmarked(unbracketed(x)), '[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}');

CREATE OR REPLACE MACRO shown_by(x) AS CASE
    WHEN regexp_matches(x, '\.[0-9]{3}.*[.,]') OR regexp_full_match(x, '[^.,]*,[^,.]*') THEN ','
    WHEN regexp_matches(x, '[.,]') THEN '.' END;

-- The decimal mark that a number gives away.
CREATE OR REPLACE MACRO shown_mark(x) AS CASE
    WHEN open_number(x) OR without_groups(unmarked(unbracketed(x))) IS NULL THEN NULL
    ELSE shown_by(unmarked(unbracketed(x))) END;

-- The number as text with a decimal point; NULL if it is none. `mark`: its file's decimal mark.
CREATE OR REPLACE MACRO number_text(x, mark) AS CASE
    WHEN plain_number(x) THEN x
    WHEN open_number(x) THEN CASE WHEN x LIKE '(%)' THEN '-' ELSE '' END || replace(
        replace(unmarked(unbracketed(x)), CASE mark WHEN '.' THEN ',' ELSE '.' END, ''), mark, '.')
    WHEN x LIKE '(%)' THEN '-' || without_groups(unmarked(unbracketed(x)))
    ELSE without_groups(unmarked(x)) END;

CREATE OR REPLACE MACRO marked_currency(x) AS CASE lower(currency_mark(unbracketed(x)))
    WHEN '€' THEN 'EUR' WHEN 'euro' THEN 'EUR' WHEN '$' THEN 'USD' WHEN 'us$' THEN 'USD'
    WHEN '£' THEN 'GBP' WHEN 'zł' THEN 'PLN' WHEN 'kr' THEN 'SEK' WHEN 'kr.' THEN 'SEK'
    WHEN 'fr.' THEN 'CHF' WHEN 'sfr.' THEN 'CHF' ELSE upper(currency_mark(unbracketed(x))) END;

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

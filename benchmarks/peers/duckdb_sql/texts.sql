-- The rules of docs/cleansing-rules.md for texts, as macros.

-- Whether a text has other white space than single blanks within, characters that nobody sees,
-- accents apart from their letters, letters of full width, or characters by their number in HTML.
CREATE OR REPLACE MACRO unfolded(x) AS regexp_matches(x, '^ | $|  |&[#a-z]|[\t-\r\x{85}\x{a0}\x{ad}'
    || '\x{300}-\x{36f}\x{1680}\x{2000}-\x{200f}\x{2028}\x{2029}\x{202f}\x{205f}\x{2060}\x{3000}'
    || '\x{feff}\x{ff01}-\x{ff5e}]');

CREATE OR REPLACE MACRO usual_width(x) AS translate(x,
    '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
    '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~');

-- One spelling; white space at the ends goes, inner runs become one blank.
CREATE OR REPLACE MACRO folded(x) AS CASE WHEN unfolded(x) THEN trim(regexp_replace(
    usual_width(regexp_replace(nfc_normalize(x), '[\x{ad}\x{200b}\x{200e}\x{2060}\x{feff}]', '', 'g')),
    '[\t-\r\x{85}\p{Z}]+', ' ', 'g')) ELSE x END;

-- Characters by their number or name in HTML.
CREATE OR REPLACE MACRO decoded(x) AS CASE WHEN contains(x, '&') THEN list_reduce(
    regexp_extract_all(x, '&#[0-9]+;'), lambda t, e: replace(t, e, chr(e[3:-2]::INTEGER)),
    replace(x, '&nbsp;', ' ')) ELSE x END;

-- Spellings of nothing become NULL.
CREATE OR REPLACE MACRO filled(x) AS CASE
    WHEN strlen(x) > 26 THEN x
    WHEN NOT regexp_full_match(x, '(?i:null|none|nan|-nan|n/a|na|nil|undefined|\\n|1\.#qnan|#n/a|#nv|#ref!'
        || '|#value!|#div/0!|#name\?|__hive_default_partition__|[(<\[](null|none|na|unknown|not set)[)>\]]|)'
        || '|NaT|[-—.?_*/]+') THEN x END;

-- The same where a word is no value, or where the contract says so.
CREATE OR REPLACE MACRO filled_in_form(x) AS CASE WHEN NOT regexp_full_match(x, '(?i:unknown|missing|not set'
    || '|not available|n\.a\.|no data|unspecified|not provided|n/d)') THEN filled(x) END;
CREATE OR REPLACE MACRO filled_but(x, words) AS
    CASE WHEN NOT list_contains(words, lower(x)) THEN filled(x) END;

-- `NA` is Namibia.
CREATE OR REPLACE MACRO filled_country(x) AS
    CASE WHEN lower(x) = 'na' THEN x ELSE filled_in_form(x) END;

-- Text that stays as it is: nothing to fold, and not a spelling of nothing.
CREATE OR REPLACE MACRO plain_text(x, words) AS
    NOT unfolded(x) AND filled_but(x, words) IS NOT NULL;

CREATE OR REPLACE MACRO good_email(x) AS
    regexp_full_match(x, '[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)*[.][a-z]{2,}');

-- Identifiers ------------------------------------------------------------------------------------

-- As nearly all are.
CREATE OR REPLACE MACRO plain_identifier(x) AS
    strlen(x) <= 255 AND regexp_full_match(x, '[A-Za-z_:/-]*[0-9][A-Za-z0-9_:/-]*');

-- A whole number that was a float is that number; NULL where digits are lost, and of rubbish.
CREATE OR REPLACE MACRO identifier(x) AS CASE
    WHEN regexp_full_match(x, '[0-9]+\.0+') THEN split_part(x, '.', 1)
    WHEN regexp_full_match(x, '[0-9](\.[0-9]+)?[eE]\+[0-9]{1,3}') THEN CASE
        WHEN strlen(regexp_extract(x, '\.([0-9]+)', 1)) = regexp_extract(x, '\+([0-9]+)', 1)::INTEGER
        THEN x[1] || regexp_extract(x, '\.([0-9]+)', 1) END
    WHEN length(x) <= 255 AND regexp_matches(x, '[\p{L}\p{N}]') THEN x END;

-- Telephone numbers -----------------------------------------------------------------------------

CREATE OR REPLACE MACRO good_phone(x) AS regexp_full_match(x, '[+]?[0-9]{7,15}');

CREATE OR REPLACE MACRO exponent(x) AS
    regexp_extract(x, '^([0-9])\.([0-9]+)E\+([0-9]+)$', ['first', 'rest', 'size']);

-- One number that was a float, or has words before it; nothing where digits are lost, and for two.
CREATE OR REPLACE MACRO one_phone(x) AS CASE
    WHEN exponent(x).size <> '' THEN CASE WHEN strlen(exponent(x).rest) = exponent(x).size::INTEGER
        THEN exponent(x).first || exponent(x).rest END
    WHEN regexp_matches(x, '[0-9]{7}.*[^0-9.].*[0-9]{7}|[0-9]{7}/') THEN NULL
    ELSE regexp_replace(regexp_replace(x, '^(tel:|Tel\.: )', ''), '([0-9]{7})\.0+$', '\1') END;

-- Without marks, and without the zero that is dialled within a country only.
CREATE OR REPLACE MACRO phone_text(x) AS regexp_replace(regexp_replace(
    regexp_replace(one_phone(x), '^(\+|00)(49|33|44|46|41|43|31)( ?\(0\)| 0)', '+\2'),
    '[-() ./]', '', 'g'), '^00', '+');

-- Paths -----------------------------------------------------------------------------------------

-- Digits are filled up, so that `part-10` stands behind `part-9`.
CREATE OR REPLACE MACRO by_number(path) AS array_to_string([
    CASE WHEN part[1] BETWEEN '0' AND '9' THEN lpad(part, 20, '0') ELSE part END
    FOR part IN regexp_extract_all(path, '[0-9]+|[^0-9]+')], '');

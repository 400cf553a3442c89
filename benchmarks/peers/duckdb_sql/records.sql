-- From lines of text to records: what is one record, its number, its fields, and what is wrong.
--
-- Given: `lines` (file_id, line; rowid in the order of the file), `files`, `rejected`
-- (file_id, line_no of lines that are not UTF-8), `aliases` (name -> column_no of this dataset).

-- A quoted field: a quote, anything with doubled quotes, a quote. A bare one: no quote in it.
CREATE OR REPLACE MACRO well_quoted(x, delimiter) AS CASE delimiter
    WHEN ',' THEN regexp_full_match(x, '("([^"]|"")*"|[^",]*)(,("([^"]|"")*"|[^",]*))*')
    WHEN ';' THEN regexp_full_match(x, '("([^"]|"")*"|[^";]*)(;("([^"]|"")*"|[^";]*))*')
    WHEN '|' THEN regexp_full_match(x, '("([^"]|"")*"|[^"|]*)(\|("([^"]|"")*"|[^"|]*))*')
    ELSE regexp_full_match(x, '("([^"]|"")*"|[^"\t]*)(\t("([^"]|"")*"|[^"\t]*))*') END;

CREATE OR REPLACE MACRO quoted_split(x, delimiter) AS CASE delimiter
    WHEN ',' THEN regexp_extract_all(x || ',', '("(?:[^"]|"")*"|[^",]*),', 1)
    WHEN ';' THEN regexp_extract_all(x || ';', '("(?:[^"]|"")*"|[^";]*);', 1)
    WHEN '|' THEN regexp_extract_all(x || '|', '("(?:[^"]|"")*"|[^"|]*)\|', 1)
    ELSE regexp_extract_all(x || chr(9), '("(?:[^"]|"")*"|[^"\t]*)\t', 1) END;

CREATE OR REPLACE MACRO split(x, delimiter) AS CASE
    WHEN contains(x, '"') THEN [
        CASE WHEN f[1] = '"' THEN replace(f[2:-2], '""', '"') ELSE f END
        FOR f IN quoted_split(x, delimiter)]
    ELSE string_split(x, delimiter) END;

-- DuckDB's JSON lets NaN and a comma before a closing bracket pass; outside of strings they are none.
CREATE OR REPLACE MACRO strict_json(x) AS CASE
    WHEN contains(x, 'NaN') OR contains(x, 'nan') OR contains(x, 'Inf') OR contains(x, 'inf')
         OR contains(x, ',}') OR contains(x, ', }') OR contains(x, ',]') OR contains(x, ', ]')
    THEN json_valid(x) AND NOT regexp_matches(
        regexp_replace(x, '"(?:[^"\\]|\\.)*"', '""', 'g'), ',\s*[}\]]|(?i:nan|inf)')
    ELSE json_valid(x) END;

-- Objects within the object are flattened to `outer.inner`.
CREATE OR REPLACE MACRO has_inner(x) AS contains(substr(x, 2), '{');
CREATE OR REPLACE MACRO is_inner(v) AS starts_with(v, '{') AND json_valid(v) AND v <> '{}';

CREATE OR REPLACE MACRO object_keys(x) AS CASE WHEN has_inner(x) THEN flatten([
        CASE WHEN is_inner(m[2]) THEN [m[1] || '.' || k FOR k IN json_keys(m[2])] ELSE [m[1]] END
        FOR m IN list_zip(json_keys(x), json_extract_string(x, '$.*'))])
    ELSE json_keys(x) END;

CREATE OR REPLACE MACRO object_values(x) AS CASE WHEN has_inner(x) THEN flatten([
        CASE WHEN is_inner(v) THEN json_extract_string(v, '$.*') ELSE [v] END
        FOR v IN json_extract_string(x, '$.*')])
    ELSE json_extract_string(x, '$.*') END;

CREATE OR REPLACE MACRO folded_name(x) AS regexp_replace(lower(x), '[ _\t\x{a0}-]', '', 'g');

-- Records that go over several lines: from one line with an odd number of quotes to the next one,
-- if that makes a well-quoted record.
CREATE OR REPLACE TEMP TABLE joined AS
WITH odd AS (
    SELECT file_id, delimiter, lines.rowid AS first, lead(lines.rowid) OVER (
        PARTITION BY file_id ORDER BY lines.rowid) AS last
    FROM lines JOIN files USING (file_id)
    WHERE kind = 'csv' AND contains(line, '"')
      AND (strlen(line) - strlen(replace(line, '"', ''))) % 2 = 1
), spans AS (
    SELECT odd.file_id, delimiter, first, last,
           string_agg(coalesce(line, ''), chr(10) ORDER BY lines.rowid) AS text
    FROM (SELECT *, unnest(range(first, last + 1)) AS part FROM odd WHERE last - first <= 100) odd
    JOIN lines ON lines.rowid = part
    GROUP BY ALL
), good AS (
    -- Where one ends with the line on which the next one begins, they belong to one chain.
    SELECT *, coalesce(lag(last) OVER (ORDER BY first) <> first, true) AS starts_chain
    FROM spans WHERE well_quoted(text, delimiter)
), chains AS (
    SELECT *, sum(starts_chain::INTEGER) OVER (ORDER BY first) AS chain FROM good
)
SELECT file_id, first, last, text FROM chains
QUALIFY row_number() OVER (PARTITION BY chain ORDER BY first) % 2 = 1;

-- Files in which a line is not always a record: numbered one by one. In all others the number is
-- the place of the line.
CREATE OR REPLACE TEMP TABLE uneven AS
    SELECT file_id FROM joined UNION SELECT file_id FROM rejected
    UNION SELECT file_id FROM lines WHERE line IS NULL OR regexp_full_match(line, '\s*');

CREATE OR REPLACE TEMP TABLE even AS
    SELECT file_id, min(rowid) AS first FROM lines GROUP BY file_id
    HAVING file_id NOT IN (FROM uneven);

CREATE OR REPLACE TEMP TABLE uneven_records AS
WITH kept AS (
    SELECT rowid AS row, file_id, line,
           row_number() OVER (PARTITION BY file_id ORDER BY rowid) AS nth
    FROM lines WHERE file_id IN (FROM uneven)
), lost AS (
    SELECT file_id, list(line_no ORDER BY line_no) AS places FROM rejected GROUP BY file_id
), placed AS (
    SELECT row, file_id, line, NULL AS defect,
           -- How many of the lines that were not read stood before this one.
           nth + coalesce(len(list_filter(places, lambda p, i: p - i < nth)), 0) AS line_no
    FROM kept LEFT JOIN lost USING (file_id)
    UNION ALL
    SELECT NULL, file_id, NULL, 'undecodable', line_no FROM rejected
), whole AS (
    SELECT placed.file_id, line_no, coalesce(text, line) AS text, defect
    FROM placed LEFT JOIN joined ON joined.first = placed.row
    WHERE (defect IS NOT NULL OR NOT regexp_full_match(line, '\s*'))
      AND (row IS NULL OR row NOT IN (SELECT unnest(range(first + 1, last + 1)) FROM joined))
)
SELECT file_id, text, defect,
       row_number() OVER (PARTITION BY file_id ORDER BY line_no) - has_header AS record_no
FROM whole JOIN files USING (file_id);

CREATE OR REPLACE TEMP VIEW records AS
    SELECT file_id, lines.rowid - first + 1 - has_header AS record_no, line AS text, NULL AS defect
    FROM lines JOIN even USING (file_id) JOIN files USING (file_id)
    WHERE lines.rowid - first >= has_header
    UNION ALL
    SELECT file_id, record_no, text, defect FROM uneven_records WHERE record_no > 0;

-- Where each of the contract's columns stands, for every header and every list of JSON keys.
CREATE OR REPLACE TEMP TABLE shapes AS
WITH seen AS (
    SELECT header AS keys FROM files WHERE kind = 'csv'
    UNION
    SELECT object_keys(text) FROM records JOIN files USING (file_id)
    WHERE kind = 'json' AND starts_with(text, '{') AND strict_json(text)
), named AS (
    SELECT keys, unnest(keys) AS key, generate_subscripts(keys, 1) AS place FROM seen
), known AS (
    SELECT keys, list(column_no ORDER BY place) AS columns, list(place ORDER BY place) AS spots,
           count(DISTINCT key) < count(*) OR
           count(DISTINCT column_no) < count(column_no) AS repeated
    FROM named LEFT JOIN aliases ON aliases.name = folded_name(key)
    GROUP BY keys
)
SELECT keys, hash(keys) AS keys_hash,
       [spots[list_position(columns, c)] FOR c IN range(1, $columns + 1)] AS places, repeated
FROM known;

-- Records with their fields, and where each of the contract's columns stands among them.
CREATE OR REPLACE TEMP VIEW csv_fields AS
SELECT file_id, record_no, text, places, fixed, fields,
       CASE WHEN defect IS NOT NULL THEN defect
            WHEN contains(text, chr(0)) THEN 'nul_byte'
            WHEN contains(text, '"') AND NOT well_quoted(text, delimiter) THEN 'broken_quote'
            WHEN len(fields) <> len(keys) THEN 'ragged_row' END AS defect
FROM (
    SELECT records.*, places, keys, fixed, delimiter, split(text, delimiter) AS fields
    FROM records JOIN (FROM files JOIN shapes ON header = keys WHERE kind = 'csv') USING (file_id));

CREATE OR REPLACE TEMP VIEW json_fields AS
SELECT file_id, record_no, text, places, fixed,
       CASE WHEN places IS NOT NULL THEN object_values(text) END AS fields,
       CASE WHEN defect IS NOT NULL THEN defect
            WHEN NOT is_json THEN 'invalid_json'
            WHEN keys IS NULL THEN 'not_an_object'
            WHEN repeated THEN 'repeated_key' END AS defect
FROM (
    SELECT *, CASE WHEN is_json AND starts_with(text, '{') THEN hash(object_keys(text)) END AS keys_hash
    FROM (SELECT records.*, fixed, strict_json(text) AS is_json
          FROM records JOIN files USING (file_id) WHERE kind = 'json')
) LEFT JOIN shapes USING (keys_hash);

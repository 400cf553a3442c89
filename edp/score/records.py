"""Compares what became of every record."""

from __future__ import annotations

import duckdb

from edp.score.compare import compare
from edp.score.model import Comparison
from edp.sql import number

# A record with several fates must not look like one that has the right one. The key knows the last
# version of a file; records of older ones are in silver no more.
_PAIRS = """
CREATE TEMP TABLE record_pairs AS
WITH fates AS (
    SELECT uri, record_no,
           CASE WHEN count(*) = 1 THEN any_value(fate)
                ELSE string_agg(fate, '+' ORDER BY fate) END AS fate,
           any_value(reasons) AS reasons,
           any_value(kept_uri || '#' || kept_record_no) AS kept
    FROM record_fates
    WHERE fate = 'silver' OR NOT EXISTS (
        SELECT 1 FROM older_versions o
        WHERE o.uri = record_fates.uri AND o.version = record_fates.version
    )
    GROUP BY uri, record_no
)
SELECT coalesce(k.path, f.uri) AS place, coalesce(k.record_no, f.record_no) AS record_no,
       k.kinds, coalesce(k.ambiguous, false) OR a.path IS NOT NULL AS ambiguous,
       k.outcome AS said, f.fate AS found, k.reasons AS said_reasons, f.reasons AS found_reasons,
       k.kept_path || '#' || k.kept_record_no AS said_kept, f.kept AS found_kept
FROM key.records k
FULL JOIN fates f ON f.uri = k.path AND f.record_no = k.record_no
LEFT JOIN (SELECT path FROM key.files WHERE ambiguous) a ON a.path = coalesce(k.path, f.uri)
"""

_MERGED = "said = found AND said IN ('duplicate', 'superseded', 'continuation')"


_OLDER = """
CREATE TEMP TABLE older_versions AS
SELECT uri, version FROM ledger.files
EXCEPT
SELECT uri, arg_max(version, ingest) FROM ledger.files GROUP BY uri
"""


def compare_records(con: duckdb.DuckDBPyConnection) -> list[Comparison]:
    """Outcomes of all records, reasons of quarantined ones, which record was kept for merged ones.

    Notes about values set to null are compared where the key gives reasons for clean records.
    """
    con.execute(_OLDER)
    con.execute(_PAIRS)
    found = [
        compare(con, "records.outcome", _pairs("said", "found", "true")),
        compare(con, "records.reasons", _reasons("quarantined")),
        compare(con, "records.kept", _pairs("said_kept", "found_kept", _MERGED)),
    ]
    if number(con, "SELECT count(*) FROM key.records WHERE outcome = 'silver' AND reasons <> ''"):
        found.append(compare(con, "records.issues", _reasons("silver")))
    return found


def _reasons(outcome: str) -> str:
    return _pairs("said_reasons", "found_reasons", f"said = '{outcome}' AND found = '{outcome}'")


def _pairs(expected: str, got: str, where: str) -> str:
    return f"""
        SELECT place, record_no, kinds, ambiguous, {expected} AS expected, {got} AS got
        FROM record_pairs WHERE {where}
    """

"""Compares what was said about files."""

from __future__ import annotations

import duckdb

from edp.score.compare import compare
from edp.score.model import Comparison

_DETAILS = ("format", "compression", "encoding", "records", "bad_records")

# A file may have been judged in several versions; the key knows the last one.
_PAIRS = """
CREATE TEMP TABLE file_pairs AS
SELECT coalesce(k.path, l.uri) AS place, NULL::BIGINT AS record_no, k.kinds,
       coalesce(k.ambiguous, false) AS ambiguous, k AS said, l AS judged
FROM key.files k
FULL JOIN (
    SELECT * FROM ledger.files
    QUALIFY row_number() OVER (PARTITION BY uri ORDER BY ingest DESC) = 1
) l ON l.uri = k.path
"""


def compare_files(con: duckdb.DuckDBPyConnection) -> list[Comparison]:
    """Verdicts of all files; reasons of refused ones; what the others were taken for."""
    con.execute(_PAIRS)
    found = [
        compare(con, "files.verdict", _pairs("verdict", "true", "'passed_over'")),
        compare(con, "files.reason", _pairs("reason", _both("= 'reject'"))),
    ]
    not_refused = _both("<> 'reject'")
    for detail in _DETAILS:
        # Where the key is silent (the encoding of a Parquet file) there is nothing to compare.
        where = f"{not_refused} AND said.{detail} IS NOT NULL"
        found.append(compare(con, f"files.{detail}", _pairs(detail, where)))
    return found


def _both(condition: str) -> str:
    return f"said.verdict {condition} AND judged.verdict {condition}"


def _pairs(column: str, where: str, unsaid: str = "NULL") -> str:
    """What the key and the ledger say; of files that the ledger does not know, what that means."""
    return f"""
        SELECT place, record_no, kinds, ambiguous, CAST(said.{column} AS VARCHAR) AS expected,
               coalesce(CAST(judged.{column} AS VARCHAR), {unsaid}) AS got
        FROM file_pairs WHERE {where}
    """

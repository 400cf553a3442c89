"""The ledger of files: what became of every file that arrived."""

from __future__ import annotations

from pathlib import Path

import duckdb

from edp.sql import literals

_COLUMNS = (
    "{uri: 'VARCHAR', version: 'VARCHAR', dataset: 'VARCHAR', verdict: 'VARCHAR', "
    "format: 'VARCHAR', compression: 'VARCHAR', encoding: 'VARCHAR', records: 'BIGINT', "
    "bad_records: 'BIGINT', reason: 'VARCHAR', detail: 'VARCHAR', \"offset\": 'BIGINT'}"
)


def add_ledger(con: duckdb.DuckDBPyConnection, out: Path) -> None:
    """Adds the table `ledger.files`: one row per file and version, with the `ingest` it came in."""
    entries = sorted(str(f) for f in (out / "ledger" / "files").glob("*.json"))
    con.execute("CREATE SCHEMA IF NOT EXISTS ledger")
    if not entries:
        con.execute(
            """
            CREATE TABLE ledger.files (ingest VARCHAR, uri VARCHAR, version VARCHAR,
                dataset VARCHAR, verdict VARCHAR, format VARCHAR, compression VARCHAR,
                encoding VARCHAR, records BIGINT, bad_records BIGINT, reason VARCHAR,
                detail VARCHAR, "offset" BIGINT)
            """
        )
        return
    con.execute(
        f"""
        CREATE TABLE ledger.files AS
        SELECT parse_filename(filename, true) AS ingest, * EXCLUDE (filename)
        FROM read_json({literals(entries)}, format = 'array', filename = true, columns = {_COLUMNS},
                       maximum_object_size = 67108864)
        """
    )

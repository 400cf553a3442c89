"""The ledger of files: what became of every file that arrived."""

from __future__ import annotations

import duckdb

from edp.lake import Lake
from edp.sql import literals
from lake_protocol.ledger import FILES, place
from lakehouse.storage import storage

_COLUMNS = (
    "{uri: 'VARCHAR', version: 'VARCHAR', dataset: 'VARCHAR', verdict: 'VARCHAR', "
    "format: 'VARCHAR', compression: 'VARCHAR', encoding: 'VARCHAR', records: 'BIGINT', "
    "bad_records: 'BIGINT', reason: 'VARCHAR', detail: 'VARCHAR', \"offset\": 'BIGINT', "
    "bad_reasons: 'JSON'}"
)


def add_ledger(con: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Adds the table `ledger.files`: one row per file and version, with its newest `ingest`."""
    entries = storage(lake.ledger).files(place(lake.ledger, FILES), ".json")
    con.execute("CREATE SCHEMA IF NOT EXISTS ledger")
    if not entries:
        con.execute(
            """
            CREATE TABLE ledger.files (ingest VARCHAR, uri VARCHAR, version VARCHAR,
                dataset VARCHAR, verdict VARCHAR, format VARCHAR, compression VARCHAR,
                encoding VARCHAR, records BIGINT, bad_records BIGINT, reason VARCHAR,
                detail VARCHAR, "offset" BIGINT, bad_reasons JSON)
            """
        )
        return
    con.execute(
        f"""
        CREATE TABLE ledger.files AS
        SELECT parse_filename(filename, true) AS ingest, * EXCLUDE (filename)
        FROM read_json({literals(entries)}, format = 'array', filename = true, columns = {_COLUMNS},
                       maximum_object_size = 67108864)
        QUALIFY row_number() OVER (PARTITION BY uri, version ORDER BY ingest DESC) = 1
        """
    )

"""What became of every record: in silver, merged into another one, quarantined, or set aside."""

from __future__ import annotations

import duckdb

from contracts import DATASETS
from edp.sql import literal
from lakehouse.set_aside import REASON

_PROVENANCE = "source_uri AS uri, source_version AS version, record_no"


def add_fates(con: duckdb.DuckDBPyConnection) -> None:
    """Adds the view `record_fates`: one row per fate of a record of any dataset."""
    parts = [query for dataset in DATASETS for query in _fates(dataset)]
    con.execute("CREATE VIEW record_fates AS " + " UNION ALL ".join(parts))


def _fates(dataset: str) -> tuple[str, str, str]:
    return (
        f"""SELECT '{dataset}' AS dataset, _source_uri AS uri, _source_version AS version,
                   _record_no AS record_no, 'silver' AS fate, nullif(_issues, '') AS reasons,
                   NULL::VARCHAR AS kept_uri, NULL::BIGINT AS kept_record_no
            FROM silver.{dataset}""",
        f"""SELECT '{dataset}', {_PROVENANCE}, fate, NULL, kept_source_uri, kept_record_no
            FROM lineage.{dataset}""",
        f"""SELECT '{dataset}', {_PROVENANCE}, CASE WHEN ends_with(reasons, {literal(REASON)})
                   THEN 'aside' ELSE 'quarantined' END, reasons, NULL, NULL
            FROM quarantine.{dataset}""",
    )

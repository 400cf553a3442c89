"""What became of the files and the records that arrived."""

from __future__ import annotations

import duckdb

from edp.insights.model import FateCount, FileCount, Quality, ReadCount, ReasonCount

_DATASET = "coalesce(nullif(dataset, ''), 'unknown')"

_FILES = f"""
SELECT {_DATASET}, verdict, count(*) FROM ledger.files GROUP BY ALL ORDER BY 1, 2
"""

_REFUSALS = f"""
SELECT {_DATASET}, reason, count(*) FROM ledger.files
WHERE verdict = 'reject' GROUP BY ALL ORDER BY 3 DESC, 1, 2
"""

_RECORDS = "SELECT dataset, fate, count(*) FROM record_fates GROUP BY ALL ORDER BY 1, 2"

_REASONS = """
SELECT dataset, reason, count(*)
FROM (SELECT dataset, unnest(string_split(reasons, ';')) AS reason FROM record_fates
      WHERE fate = ? AND reasons IS NOT NULL)
GROUP BY ALL ORDER BY 3 DESC, 1, 2
"""

_READ = """
SELECT dataset, sum(records)::BIGINT FROM ledger.files
WHERE verdict LIKE 'accept%' GROUP BY ALL ORDER BY 1
"""


def quality(con: duckdb.DuckDBPyConnection) -> Quality:
    """Counts from the ledger and from the published silver layer."""
    return Quality(
        files=tuple(FileCount(*row) for row in con.execute(_FILES).fetchall()),
        refusals=tuple(ReasonCount(*row) for row in con.execute(_REFUSALS).fetchall()),
        records=tuple(FateCount(*row) for row in con.execute(_RECORDS).fetchall()),
        quarantine_reasons=_reasons(con, "quarantined"),
        mended_reasons=_reasons(con, "silver"),
        read=tuple(ReadCount(*row) for row in con.execute(_READ).fetchall()),
    )


def _reasons(con: duckdb.DuckDBPyConnection, fate: str) -> tuple[ReasonCount, ...]:
    return tuple(ReasonCount(*row) for row in con.execute(_REASONS, [fate]).fetchall())

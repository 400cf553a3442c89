"""What became of the files and the records that arrived."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from contracts import inside
from edp.insights.model import FateCount, FileCount, Quality, ReadCount, ReasonCount
from edp.publication import Publication

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

# What came after a dataset was last published is in none of its tables.
_READ = """
SELECT dataset, coalesce(sum(records) FILTER (CAST(ingest AS BIGINT) <= built_from
                                              OR built_from IS NULL), 0)::BIGINT
FROM ledger.files LEFT JOIN held_back USING (dataset)
WHERE verdict LIKE 'accept%' GROUP BY ALL ORDER BY 1
"""


def quality(con: duckdb.DuckDBPyConnection, silver: Publication) -> Quality:
    """Counts from the ledger and from a published silver layer."""
    con.execute("CREATE TEMP TABLE held_back (dataset VARCHAR, built_from BIGINT)")
    for held in silver.held_back:
        con.execute("INSERT INTO held_back VALUES (?, ?)", [held.dataset, held.built_from])
    return Quality(
        files=tuple(FileCount(*row) for row in con.execute(_FILES).fetchall()),
        refusals=tuple(ReasonCount(*row) for row in con.execute(_REFUSALS).fetchall()),
        records=tuple(FateCount(*row) for row in con.execute(_RECORDS).fetchall()),
        quarantine_reasons=_reasons(con, "quarantined"),
        mended_reasons=_reasons(con, "silver"),
        held_back=silver.held_back,
        read=(*(ReadCount(*row) for row in con.execute(_READ).fetchall()), *_inside(silver)),
    )


def _inside(silver: Publication) -> Iterator[ReadCount]:
    """Records that stand in others, of which the ledger knows nothing."""
    for dataset in inside():
        yield ReadCount(dataset, silver.came.get(dataset, 0))


def _reasons(con: duckdb.DuckDBPyConnection, fate: str) -> tuple[ReasonCount, ...]:
    return tuple(ReasonCount(*row) for row in con.execute(_REASONS, [fate]).fetchall())

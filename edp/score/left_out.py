"""Lists what the answer key itself calls ambiguous, and why."""

from __future__ import annotations

import duckdb

from edp.score.model import LeftOut

_LEFT_OUT = """
SELECT 'file' AS what, coalesce(why, 'no reason given') AS why, coalesce(kinds, '') AS kinds,
       count(*), min(path)
FROM key.files WHERE ambiguous GROUP BY ALL
UNION ALL
SELECT 'record', coalesce(why, 'no reason given'), coalesce(kinds, ''),
       count(*), min(path || '#' || record_no)
FROM key.records WHERE ambiguous GROUP BY ALL
ORDER BY 1, 4 DESC, 2, 3
"""


def left_out(con: duckdb.DuckDBPyConnection) -> tuple[LeftOut, ...]:
    """Ambiguous files and records by why and planted defects."""
    return tuple(LeftOut(*row) for row in con.execute(_LEFT_OUT).fetchall())

"""Counts and lists differences between pairs of expected and actual values."""

from __future__ import annotations

import duckdb

from edp.score.model import Comparison, Difference, KindCount

LISTED = 20

_UNEQUAL = "NOT ambiguous AND expected IS DISTINCT FROM got"


def compare(con: duckdb.DuckDBPyConnection, name: str, pairs: str) -> Comparison:
    """Compares the pairs a query gives.

    Args:
        con: A connection.
        name: What is compared.
        pairs: A query for `place`, `record_no`, `expected`, `got` (texts), `kinds`, `ambiguous`.
    """
    row = con.execute(
        f"""
        SELECT count(*) FILTER (NOT ambiguous), count(*) FILTER ({_UNEQUAL}),
               count(*) FILTER (ambiguous)
        FROM ({pairs})
        """
    ).fetchone()
    assert row is not None
    compared, unequal, left_out = row
    if not unequal:
        return Comparison(name, compared, compared, left_out)
    return Comparison(
        name, compared, compared - unequal, left_out, _listed(con, pairs), _by_kinds(con, pairs)
    )


def _listed(con: duckdb.DuckDBPyConnection, pairs: str) -> tuple[Difference, ...]:
    rows = con.execute(
        f"""
        SELECT place, record_no, expected, got, kinds FROM ({pairs})
        WHERE {_UNEQUAL} ORDER BY place, record_no LIMIT {LISTED}
        """
    ).fetchall()
    return tuple(Difference(*row) for row in rows)


def _by_kinds(con: duckdb.DuckDBPyConnection, pairs: str) -> tuple[KindCount, ...]:
    rows = con.execute(
        f"""
        SELECT coalesce(kinds, ''), count(*) FROM ({pairs})
        WHERE {_UNEQUAL} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {LISTED}
        """
    ).fetchall()
    return tuple(KindCount(*row) for row in rows)

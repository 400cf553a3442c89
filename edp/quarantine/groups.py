"""Counts quarantined records by what they have in common."""

from __future__ import annotations

from typing import Any

import duckdb

from edp.quarantine.explained import column_of, explained, is_personal
from edp.quarantine.model import Example, Filter, Group, RefusedFile
from lakehouse import set_aside

BY = {
    "reason": "dataset, held_back, reason",
    "column": "dataset, held_back, col",
    "file": "dataset, held_back, file",
    "dataset": "dataset, held_back",
}

# Each record once for each of its reasons, and whether it would be good without that one. Of a
# file that is set aside records have one reason more, which goes with the others.
EACH = f"""
SELECT * EXCLUDE (reasons), nullif(split_part(reason, ':', -2), '') AS col,
       split_part(reason, ':', -1) AS code,
       reasons = [reason] OR (reason <> '{set_aside.REASON}'
                              AND reasons = [reason, '{set_aside.REASON}']) AS alone
FROM (SELECT *, unnest(reasons) AS reason FROM quarantined)
"""

WHERE = """
WHERE coalesce(dataset = $dataset, true) AND coalesce($reason IN (reason, code), true)
  AND ($column IS NULL OR col = $column) AND coalesce(contains(file, $file), true)
"""

# What the reader expected of the first record of a file that was bad for a reason.
_EXPECTED = """
CASE WHEN json_extract(said, concat('$."', first.why, '".first[0].record'))::BIGINT = first.no
     THEN json_extract_string(said, concat('$."', first.why, '".first[0].expected')) END
"""


def groups(con: duckdb.DuckDBPyConnection, by: str, only: Filter) -> list[Group]:
    """Groups of records, the largest first; `con` has the view `quarantined`."""
    keys = BY[by]
    rows = con.execute(
        f"""
        SELECT found.dataset, found.reason, file, found.records, files, alone, held_back, first.at,
               first.no, first.item, first.raw, first.why, {_EXPECTED}
        FROM (SELECT {keys}, {_counts(by)}, count(DISTINCT file) AS files, {_given(by)},
                     count(*) FILTER (alone) AS alone,
                     arg_min({{'at': file, 'of': version, 'no': record_no, 'item': item_no,
                               'raw': raw, 'why': reason}},
                             (file, record_no, item_no)) AS first
              FROM ({EACH}) {WHERE} GROUP BY {keys}) found
        LEFT JOIN (SELECT uri, version, any_value(bad_reasons) AS said FROM ledger.files
                   GROUP BY uri, version) lines
               ON lines.uri = first.at AND lines.version = first.of
        ORDER BY found.records DESC, found.dataset, found.reason, file
        """,
        parameters(only),
    ).fetchall()
    return [_group(*row) for row in rows]


def _counts(by: str) -> str:
    """A record has a reason once, but may have several of a column, a file or a dataset."""
    one = "count(*)" if by == "reason" else "count(DISTINCT (file, version, record_no, item_no))"
    return f"{one} AS records"


def _given(by: str) -> str:
    """What the keys do not say."""
    reason = "" if by == "reason" else "mode(reason) AS reason, "
    return reason + ("count(*) AS times" if by == "file" else "NULL AS file")


def parameters(only: Filter) -> dict[str, str | None]:
    """What `WHERE` asks for."""
    return {
        "dataset": only.dataset,
        "reason": only.reason,
        "column": only.column,
        "file": only.file,
    }


def _group(
    dataset: str,
    reason: str,
    file: str | None,
    records: int,
    files: int,
    alone: int,
    held_back: bool,
    at: str,
    number: int,
    item: int | None,
    raw: str,
    why: str,
    read: str | None,
) -> Group:
    told = explained(dataset, why, raw)
    hidden = told.column is None or is_personal(dataset, told.column)
    example = Example(at, number, item, None if hidden else told.value)
    expected = (read or told.expected) if why == reason else None
    contract = told.contract if why == reason else None
    return Group(
        dataset,
        reason,
        column_of(reason),
        file,
        records,
        files,
        alone,
        expected,
        contract,
        held_back,
        example,
    )


def refused(con: duckdb.DuckDBPyConnection, only: Filter) -> list[RefusedFile]:
    """Files that were refused, by their path; a filter of a column fits none."""
    if only.column:
        return []
    rows: list[Any] = con.execute(
        """
        SELECT uri, version, nullif(dataset, ''), reason, detail, "offset" FROM ledger.files
        WHERE verdict = 'reject' AND coalesce(dataset = $dataset, $dataset IS NULL)
          AND coalesce(reason = $reason, true) AND coalesce(contains(uri, $file), true)
        ORDER BY uri, ingest
        """,
        {k: v for k, v in parameters(only).items() if k != "column"},
    ).fetchall()
    return [RefusedFile(*row) for row in rows]

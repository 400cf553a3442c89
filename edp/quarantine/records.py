"""Finds the quarantined records of a file, and what became of the file itself."""

from __future__ import annotations

import duckdb

from edp.errors import EdpError
from edp.quarantine.explained import explained, values_of
from edp.quarantine.model import Record, RefusedFile

_FILES = """
SELECT uri, count(*) FILTER (verdict = 'reject') > 0 FROM ledger.files
WHERE uri = $name OR ends_with(uri, '/' || $name) OR ends_with($name, '/' || uri)
GROUP BY uri ORDER BY uri = $name DESC, length(uri) DESC, uri
"""

_RECORDS = """
SELECT file, version, dataset, record_no, item_no, held_back, reasons, raw FROM quarantined
WHERE file = $file AND coalesce(record_no = $record, true)
ORDER BY version, record_no, item_no NULLS FIRST
"""


def file_named(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """The path below raw of a file that is named by it, by its end, or with a folder before it.

    Raises:
        EdpError: there is no such file, or several.
    """
    name = name.removeprefix("./")
    found = [uri for uri, _ in con.execute(_FILES, {"name": name}).fetchall()]
    if not found:
        raise EdpError(f"{name}: the lake knows no file of this name: see `edp quarantine list`")
    exact = found[0] == name or name.endswith(f"/{found[0]}")
    if len(found) > 1 and not exact:
        raise EdpError(f"{name}: which of {len(found)} files, {found[0]} or {found[1]}?")
    return str(found[0])


def records_of(con: duckdb.DuckDBPyConnection, file: str, record: int | None) -> list[Record]:
    """The quarantined records of a file, or the one with a number."""
    rows = con.execute(_RECORDS, {"file": file, "record": record}).fetchall()
    return [
        Record(
            at,
            version,
            dataset,
            number,
            item,
            held_back,
            tuple(explained(dataset, reason, raw or "") for reason in reasons),
            values_of(raw or ""),
            raw or "",
        )
        for at, version, dataset, number, item, held_back, reasons, raw in rows
    ]


def refusals_of(con: duckdb.DuckDBPyConnection, file: str) -> list[RefusedFile]:
    """The versions of a file that were refused."""
    rows = con.execute(
        """
        SELECT uri, version, nullif(dataset, ''), reason, detail, "offset" FROM ledger.files
        WHERE verdict = 'reject' AND uri = $file ORDER BY ingest
        """,
        {"file": file},
    ).fetchall()
    return [RefusedFile(*row) for row in rows]

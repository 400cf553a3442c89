"""Lines of the ledger for files that are not read."""

from __future__ import annotations

from lake_protocol.ledger import Entry
from lakehouse.storage import RawFile


def unread(file: RawFile, verdict: str, reason: str | None, detail: str) -> Entry:
    """A line without records."""
    return Entry(
        uri=file.uri,
        version=file.version,
        dataset=file.dataset,
        verdict=verdict,
        records=0,
        bad_records=0,
        data_file=None,
        data_hash=None,
        format=None,
        compression=None,
        encoding=None,
        offset=None,
        shows=None,
        notes=[],
        reason=reason,
        detail=detail,
    )

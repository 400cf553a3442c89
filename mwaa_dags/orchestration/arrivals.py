"""Files in raw that the ledger does not have: the listing of one less the pages of the other."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from lake_protocol.ledger import FILES, place, read_page
from lake_protocol.raw_names import is_taken
from orchestration.objects import Object, listed, parts, read_document, versions

Version = dict[str, Any]

# S3 says moments in whole seconds.
ROUNDING = timedelta(seconds=2)
# An object that is uploaded in parts is as old as its first part. Uploads that take longer than
# this are aborted by the bucket.
LONGEST_UPLOAD = timedelta(days=7)
READERS = 8


def new_versions(s3: Any, raw: str, ledger: str) -> list[Version]:
    """Versions that were not taken, the oldest first.

    Ingests follow one another, and each takes all that is there. So what was there when the last
    but one was finished is settled by the last one, and only later pages have to be read.
    """
    pages = listed(s3, place(ledger, FILES))
    settled = _last_but_one(pages)
    _, folder = parts(raw)
    there = [v for v in versions(s3, raw) if is_taken(v["Key"].removeprefix(f"{folder}/"))]
    waiting = [v for v in there if settled is None or _may_be_after(v, settled)]
    if not waiting:
        return []
    oldest = min(v["LastModified"] for v in waiting) - ROUNDING
    known = _taken(s3, ledger, (p for p in pages if p.modified >= oldest))
    new = (v for v in waiting if (v["Key"].removeprefix(f"{folder}/"), v["VersionId"]) not in known)
    return sorted(new, key=lambda v: (v["LastModified"], v["Key"], v["VersionId"]))


def _last_but_one(pages: list[Object]) -> datetime | None:
    finished = sorted(p.modified for p in pages)
    return finished[-2] if len(finished) > 1 else None


def _may_be_after(version: Version, moment: datetime) -> bool:
    in_parts = "-" in version["ETag"]
    return bool(version["LastModified"] >= moment - (LONGEST_UPLOAD if in_parts else ROUNDING))


def _taken(s3: Any, ledger: str, pages: Iterable[Object]) -> set[tuple[str, str]]:
    bucket, _ = parts(ledger)
    with ThreadPoolExecutor(READERS) as pool:
        read = pool.map(lambda page: read_document(s3, bucket, page.key, read_page), pages)
        return {(e["uri"], e["version"]) for entries in read for e in entries}

"""What is due: every DAG asks this first, so that what woke it is only a wake-up.

Lost, doubled and reordered messages change nothing: what counts is what stands in S3. Each answer
says in words what is due, or is None; as long as the same is due, the words are the same.
"""

from __future__ import annotations

from typing import Any

from lake_protocol import decisions, ledger, publications
from lake_protocol.ledger import FILES, PENDING
from lake_protocol.numbered import number_of
from lake_protocol.publications import Publication
from orchestration.arrivals import new_versions
from orchestration.handover import Places
from orchestration.objects import Object, listed, parts, read_document


def ingest_due(s3: Any, places: Places) -> str | None:
    """Files in raw that the ledger does not have, or an ingest that was interrupted."""
    if interrupted := listed(s3, ledger.place(places.ledger, PENDING)):
        return f"ingest {interrupted[0].name} was interrupted"
    new = new_versions(s3, places.raw, places.ledger)
    if not new:
        return None
    return f"{len(new)} new in raw, first {new[0]['Key']} version {new[0]['VersionId']}"


def silver_due(s3: Any, places: Places, code_hash: str) -> str | None:
    """Records or decisions on files since silver was built, or other code to build it with."""
    pages = listed(s3, ledger.place(places.ledger, FILES))
    if not pages:
        return None
    current = newest(s3, places.silver_publications)
    decided = listed(s3, decisions.place(places.ledger))
    if current and decided and number_of(decided[-1].name) > current.get("decisions", 0):
        return f"decision {decided[-1].name} on a file was made since silver was built"
    due = _behind("silver", current, len(pages), code_hash)
    if due and current and current.get("code_hash") == code_hash:
        # Refused and repeated files have pages, too, and no records.
        later = pages[current.get("built_from") or 0 :]
        return due if any(_has_records(s3, places, page) for page in later) else None
    return due


def _has_records(s3: Any, places: Places, page: Object) -> bool:
    bucket, _ = parts(places.ledger)
    return bool(ledger.data_files(read_document(s3, bucket, page.key, ledger.read_page)))


def gold_due(s3: Any, places: Places, code_hash: str) -> str | None:
    """Silver that was published since gold was built, or other code to build it with."""
    silver = newest(s3, places.silver_publications)
    if silver is None:
        return None
    current = newest(s3, places.gold_publications)
    return _behind("gold", current, silver["publication"], code_hash)


def newest(s3: Any, place: str) -> Publication | None:
    """The current one of the publications at a place."""
    found = published(s3, place)
    return read_publication(s3, place, found[-1]) if found else None


def published(s3: Any, place: str) -> list[str]:
    """The names of the publications at a place, the oldest first."""
    return publications.current(o.name for o in listed(s3, place))


def read_publication(s3: Any, place: str, name: str) -> Publication:
    """A publication, by the name of its object."""
    bucket, folder = parts(place)
    return read_document(s3, bucket, f"{folder}/{name}", publications.read_publication)


def _behind(layer: str, current: Publication | None, there_is: int, code_hash: str) -> str | None:
    if current is None:
        return f"there is no {layer} yet"
    built_from, built_by = current.get("built_from"), current.get("code_hash")
    if built_from != there_is:
        return f"{layer} was built from number {built_from}, there is {there_is}"
    if built_by != code_hash:
        return f"{layer} was built by code {built_by}, there is {code_hash}"
    return None

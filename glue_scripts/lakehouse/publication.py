"""Reads publications, and makes them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pyiceberg.table import Table

from contracts.roots import texts
from lake_protocol.numbered import is_numbered, number_of, object_name
from lake_protocol.publications import (
    REPLACED,
    Declared,
    Publication,
    TableEntry,
    read_publication,
)
from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_BRONZE
from lakehouse.iceberg.catalog import data_files
from lakehouse.runtime.code_hash import code_marks
from lakehouse.storage import storage
from lakehouse.storage.json_file import create_json, read_document
from lakehouse.storage.seal import seal


def newest(place: str) -> Publication | None:
    """The current publication of those at a place, if there is one.

    Raises:
        JobFailed: it is damaged.
    """
    found = pages(place)
    return read_page(found[-1]) if found else None


def read_page(page: str) -> Publication:
    """A publication by its file; raises JobFailed when it is damaged."""
    return read_document(page, read_publication, FROM_BRONZE)


def pages(place: str) -> list[str]:
    """The files of all publications at a place, the oldest first."""
    return [page for page in _ever(place) if not page.startswith(f"{place}/{REPLACED}/")]


def next_number(place: str) -> int:
    """The number that the next publication will have: no number is used twice."""
    newest(place)
    return max(map(number_of, _ever(place)), default=0) + 1


def replace_damaged(place: str) -> list[str]:
    """Takes publications that cannot be read away from the others; returns where they are now."""
    moved = []
    for page in pages(place):
        try:
            read_page(page)
        except JobFailed:
            moved.append(f"{place}/{REPLACED}/{page.rpartition('/')[2]}")
            storage(place).move(page, moved[-1])
    return moved


def _ever(place: str) -> list[str]:
    found = storage(place).files(place, ".json")
    if odd := [page for page in found if not is_numbered(page)]:
        raise JobFailed(f"{odd[0]}: is no publication; take it away")
    return found


def publish(
    place: str,
    number: int,
    build: str,
    tables: Mapping[str, TableEntry],
    *,
    built_from: int,
    code_hash: str,
    **more: Any,
) -> None:
    """Makes a build the current one. Readers see all of its tables, or none.

    Args:
        place: Where the publications of the layer stand.
        number: Of the publication.
        build: What snapshots call the build.
        tables: What is said of each table, by its name (`entry`, `held_back`).
        built_from: What was there when the build began: the number of the last ingest for silver,
            that of the silver publication for gold.
        code_hash: Which code it was built with.
        more: What else is to be said.
    """
    content = {
        "publication": number,
        "build": build,
        "built_from": built_from,
        "code_hash": code_hash,
        "declared": declared(place, number),
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **more,
        "tables": dict(tables),
    }
    create_json(f"{place}/{object_name(number)}", content)


def declared(place: str, number: int) -> Declared:
    """What the build of a number is made by; the files only where the one before had others."""
    files, last = texts(), newest(place)
    mark = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:12]
    said = last.get("declared") if last else None
    if said and said["mark"] == mark and files_of(place, said) is not None:
        return {"code": code_marks(), "mark": mark, "since": said["since"]}
    return {"code": code_marks(), "mark": mark, "since": number, "files": files}


def files_of(place: str, said: Declared) -> dict[str, str] | None:
    """Contracts and models of a build: path -> text; None where nobody has them any more."""
    if (files := said.get("files")) is not None:
        return files
    page = f"{place}/{object_name(said['since'])}"
    first = read_page(page).get("declared") if page in pages(place) else None
    return first.get("files") if first else None


def entry(table: Table) -> TableEntry:
    """What a publication says of a table that is published as it is now."""
    snapshot = table.current_snapshot()
    return {
        "snapshot_id": None if snapshot is None else snapshot.snapshot_id,
        "metadata_location": table.metadata_location,
        "seal": seal(data_files(table)),
    }


def without_rows(table: Table) -> TableEntry:
    """What it says of a table that was never published, whatever may stand in it."""
    return {
        "snapshot_id": None,
        "metadata_location": table.metadata_location,
        "seal": seal(()),
    }

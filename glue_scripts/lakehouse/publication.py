"""Small immutable objects that name the snapshots of all tables of one audited build.

The seal of a table is a hash of its files: whoever builds on them can see that nothing happened to
them since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pyiceberg.table import Table

from lakehouse.catalog import data_files
from lakehouse.json_file import create_json, read_json
from lakehouse.seal import seal
from lakehouse.storage import storage

Entry = dict[str, Any]


def newest(place: str) -> dict[str, Any] | None:
    """The current publication of those at a place, if there is one."""
    found = storage(place).files(place, ".json")
    content: dict[str, Any] | None = read_json(found[-1], dict) if found else None
    return content


def next_number(place: str) -> int:
    """The number that the next publication will have."""
    current = newest(place)
    return 1 if current is None else int(current["publication"]) + 1


def publish(
    place: str,
    number: int,
    build: str,
    tables: Mapping[str, Entry],
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
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **more,
        "tables": dict(tables),
    }
    create_json(f"{place}/{number:08d}.json", content)


def entry(table: Table) -> Entry:
    """What a publication says of a table that is published as it is now."""
    snapshot = table.current_snapshot()
    return {
        "snapshot_id": None if snapshot is None else snapshot.snapshot_id,
        "metadata_location": table.metadata_location,
        "seal": seal(data_files(table)),
    }


def without_rows(table: Table) -> Entry:
    """What it says of a table that was never published, whatever may stand in it."""
    return {
        "snapshot_id": None,
        "metadata_location": table.metadata_location,
        "seal": seal(()),
    }

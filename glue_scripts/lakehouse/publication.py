"""Small immutable objects that name the snapshots of all tables of one audited build.

The seal of a table is a hash of its files: whoever builds on them can see that nothing happened to
them since.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pyiceberg.table import Table

from lakehouse.catalog import data_files
from lakehouse.json_file import create_json, read_json
from lakehouse.seal import seal
from lakehouse.storage import storage


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
    tables: dict[str, Table],
    *,
    built_from: int,
    code_hash: str,
    facts: dict[str, dict[str, Any]] | None = None,
) -> None:
    """Makes a build the current one. Readers see all of its tables, or none.

    Args:
        place: Where the publications of the layer stand.
        number: Of the publication.
        build: What snapshots call the build.
        tables: The tables by name.
        built_from: What was there when the build began: the number of the last ingest for silver,
            that of the silver publication for gold.
        code_hash: Which code it was built with.
        facts: What to say of a table besides, by its name.
    """
    content = {
        "publication": number,
        "build": build,
        "built_from": built_from,
        "code_hash": code_hash,
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "tables": {n: _entry(t) | (facts or {}).get(n, {}) for n, t in tables.items()},
    }
    create_json(f"{place}/{number:08d}.json", content)


def _entry(table: Table) -> dict[str, Any]:
    snapshot = table.current_snapshot()
    return {
        "snapshot_id": None if snapshot is None else snapshot.snapshot_id,
        "metadata_location": table.metadata_location,
        "seal": seal(data_files(table)),
    }

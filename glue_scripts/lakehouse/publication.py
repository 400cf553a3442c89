"""Small immutable objects that name the snapshots of all tables of one audited build.

The seal of a table is a hash of its files: whoever builds on them can see that nothing happened to
them since.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyiceberg.table import Table

from lakehouse.catalog import data_files
from lakehouse.json_file import read_json, write_new
from lakehouse.seal import seal


def newest(lake: Path, layer: str) -> dict[str, Any] | None:
    """The current publication of a layer, if there is one."""
    found = sorted((lake / "publications" / layer).glob("*.json"))
    content: dict[str, Any] | None = read_json(found[-1], dict) if found else None
    return content


def next_number(lake: Path, layer: str) -> int:
    """The number that the next publication of a layer will have."""
    current = newest(lake, layer)
    return 1 if current is None else int(current["publication"]) + 1


def publish(lake: Path, layer: str, number: int, tables: dict[str, Table]) -> None:
    """Makes a build the current one. Readers see all of its tables, or none."""
    content = {
        "publication": number,
        "build": f"{layer[0]}{number:08d}",
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "tables": {name: _entry(t) for name, t in tables.items()},
    }
    write_new(lake / "publications" / layer / f"{number:08d}.json", json.dumps(content, indent=1))


def _entry(table: Table) -> dict[str, Any]:
    snapshot = table.current_snapshot()
    return {
        "snapshot_id": None if snapshot is None else snapshot.snapshot_id,
        "metadata_location": table.metadata_location,
        "seal": seal(data_files(table)),
    }

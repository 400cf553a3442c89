"""Manifests: JSON files that name what COPY is to load."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.lake import Address, address


class Entry(NamedTuple):
    """A file that is to be loaded.

    Attributes:
        place: Where it is.
        size: How many bytes the manifest says it has.
        mandatory: Whether its absence is an error.
    """

    place: Address
    size: int
    mandatory: bool


def read_manifest(place: Address, content: bytes) -> list[Entry]:
    """What a manifest of columnar files names.

    Raises:
        SqlError: it is not one that COPY takes.
    """
    try:
        found = json.loads(content)
        entries = found["entries"]
        if not isinstance(entries, list):
            raise TypeError
    except (ValueError, TypeError, KeyError):
        raise SqlError(f"Manifest file is not in correct JSON format: {place}") from None
    if not entries:
        raise SqlError(f"No files were found: the manifest {place} has no entries")
    return [_entry(place, entry) for entry in entries]


def _entry(manifest: Address, entry: Any) -> Entry:
    if not isinstance(entry, dict) or not isinstance(entry.get("url"), str):
        raise SqlError(f"Manifest file has an entry without a url: {manifest}")
    meta = entry.get("meta")
    size = meta.get("content_length") if isinstance(meta, dict) else None
    if not isinstance(size, int) or isinstance(size, bool):
        raise SqlError(
            f"Manifest file {manifest} lacks meta.content_length, a number, of {entry['url']}; "
            "COPY FORMAT PARQUET requires it"
        )
    return Entry(address(entry["url"]), size, bool(entry.get("mandatory", False)))

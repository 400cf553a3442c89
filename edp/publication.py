"""The newest publication of a layer: which snapshot of every table readers may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import lakehouse.publication
from edp.errors import EdpError
from edp.lake import Lake


@dataclass(frozen=True)
class TableRef:
    """One table at one snapshot; `snapshot_id` is None for a table that was never written to."""

    name: str
    snapshot_id: int | None
    metadata_location: str


@dataclass(frozen=True)
class Publication:
    """A set of tables that changed together."""

    layer: str
    number: int
    build: str
    published_at: str
    tables: tuple[TableRef, ...]


def newest(lake: Lake, layer: str) -> Publication:
    """The publication with the greatest number.

    Raises:
        EdpError: nothing has been published, or the newest file is no publication.
        JobFailed: it is damaged.
    """
    place = lake.publications[layer]
    found = lakehouse.publication.newest(place)
    if found is None:
        raise EdpError(f"nothing published in {place}: {lake.filled_by} first")
    try:
        return _publication(layer, found)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EdpError(f"the newest file in {place} is not a publication: {error!r}") from error


def _publication(layer: str, doc: dict[str, Any]) -> Publication:
    return Publication(
        layer=layer,
        number=int(doc["publication"]),
        build=str(doc["build"]),
        published_at=str(doc["published_at"]),
        tables=tuple(
            TableRef(name, ref["snapshot_id"], str(ref["metadata_location"]))
            for name, ref in sorted(doc["tables"].items())
        ),
    )

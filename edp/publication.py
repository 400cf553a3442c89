"""The newest publication of a layer: which snapshot of every table readers may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import lakehouse.publication
from edp.errors import EdpError
from edp.lake import Lake
from lake_protocol import publications as protocol


@dataclass(frozen=True)
class TableRef:
    """One table at one snapshot; `snapshot_id` is None for a table that was never written to.

    `seal` is a hash of its files as they were published. A table that is held back may have the
    columns of an earlier contract.
    """

    name: str
    snapshot_id: int | None
    metadata_location: str
    seal: str
    held_back: bool = False


@dataclass(frozen=True)
class HeldBack:
    """A dataset that is shown as it was published before.

    Attributes:
        since: When that was; None where it never was, so that there are no rows.
        reason: Why it was not published since.
        built_from: The last ingest that is in it.
    """

    dataset: str
    since: str | None
    reason: str
    built_from: int


@dataclass(frozen=True)
class Publication:
    """A set of tables that changed together, but for datasets that are held back.

    Attributes:
        came: Dataset -> how many records came in; of silver.
    """

    layer: str
    number: int
    build: str
    published_at: str
    tables: tuple[TableRef, ...]
    held_back: tuple[HeldBack, ...] = ()
    came: Mapping[str, int] = field(default_factory=dict)


def newest(lake: Lake, layer: str) -> Publication:
    """The publication with the greatest number.

    Raises:
        EdpError: nothing has been published.
        JobFailed: the newest one is damaged.
    """
    place = lake.publications[layer]
    found = lakehouse.publication.newest(place)
    if found is None:
        raise EdpError(f"nothing published in {place}: {lake.filled_by} first")
    return _publication(layer, found)


def _publication(layer: str, doc: protocol.Publication) -> Publication:
    return Publication(
        layer=layer,
        number=doc["publication"],
        build=doc["build"],
        published_at=doc["published_at"],
        tables=tuple(
            TableRef(
                name,
                ref["snapshot_id"],
                ref["metadata_location"],
                ref["seal"],
                held_back="held_back" in ref,
            )
            for name, ref in sorted(doc["tables"].items())
        ),
        held_back=tuple(
            HeldBack(dataset, told["since"], str(told["reason"]), _built_from(doc, dataset))
            for dataset, told in protocol.held_back(doc).items()
        ),
        came={
            dataset: int(told.get("records", {}).get("bronze", 0))
            for dataset, told in doc.get("datasets", {}).items()
        },
    )


def _built_from(doc: protocol.Publication, dataset: str) -> int:
    told = doc.get("datasets", {}).get(dataset, {})
    return int(told.get("built_from", doc["built_from"]))

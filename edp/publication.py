"""The newest publication of a layer: which snapshot of every table readers may see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edp.errors import EdpError


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


def newest(out: Path, layer: str) -> Publication:
    """The publication with the greatest number.

    Raises:
        EdpError: nothing has been published, or the newest publication cannot be read.
    """
    folder = out / "publications" / layer
    numbered = [f for f in folder.glob("*.json") if f.stem.isdecimal()]
    if not numbered:
        raise EdpError(f"nothing published in {folder}: run `edp pipeline --out {out}` first")
    newest_file = max(numbered, key=lambda f: int(f.stem))
    try:
        return _publication(layer, json.loads(newest_file.read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise EdpError(f"{newest_file} is not a publication: {error!r}") from error


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

"""What is new in raw: versions of files that no ingest has taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

import pyarrow.parquet as pq

from lake_protocol.ledger import Entry
from lakehouse.storage import RawFile, storage

# In the version of content that came back: how often it has come.
AGAIN = "~"
# How fine bronze keeps moments.
MOMENT = timedelta(microseconds=1)


def new_files(there: Iterable[RawFile], taken: Iterable[Entry]) -> list[RawFile]:
    """Files that were not taken, or are another version than the last one that was.

    A bucket shows all versions of a file; a folder shows the newest, and its version is a hash of
    its content. So content that comes back there, after another one was taken, is a version of its
    own; it arrived after the one before, whatever time its file bears.

    Args:
        there: the files in raw.
        taken: the lines of the ledger, the oldest first.
    """
    earlier: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in taken:
        earlier[entry["uri"]].append(entry)
    return [new for file in there if (new := _new(file, earlier[file.uri])) is not None]


def _new(file: RawFile, earlier: Sequence[Entry]) -> RawFile | None:
    if not file.may_change:
        return None if any(e["version"] == file.version for e in earlier) else file
    if earlier and content_of(earlier[-1]) == file.content:
        return None
    before = sum(content_of(e) == file.content for e in earlier)
    version = f"{file.version}{AGAIN}{before + 1}" if before else file.version
    arrivals = [moment for e in earlier if (moment := _arrival(e)) is not None]
    arrived_at = max([file.arrived_at, *(moment + MOMENT for moment in arrivals)])
    return replace(file, version=version, arrived_at=arrived_at)


def content_of(entry: Entry) -> str:
    """What tells the content of a file that was taken, as `RawFile.content`."""
    # Older lines do not say it; in folders their version does.
    return str(entry.get("content") or entry["version"].partition(AGAIN)[0])


def _arrival(entry: Entry) -> datetime | None:
    """When a version of a file arrived; None where nobody knows."""
    if said := entry.get("arrived_at"):
        return datetime.fromisoformat(said)
    if not (path := entry["data_file"]):
        return None
    # Older lines do not say it, but the records do.
    system, inside = storage(path).arrow(path)
    with pq.ParquetFile(inside, filesystem=system) as file:
        first = next(file.iter_batches(1, columns=["_arrived_at"]))
    return cast(datetime, first.column(0)[0].as_py())

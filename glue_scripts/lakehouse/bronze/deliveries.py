"""What a run tells of how files were delivered: not finished yet, or under two names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from contracts.producers.model import raw_name
from lake_protocol.ledger import Entry
from lakehouse.bronze.arrivals import content_of
from lakehouse.storage import RawFile

UNFINISHED = "unfinished"
EXAMPLES = 3


def with_facts(
    found: Iterable[Entry], files: Iterable[RawFile], known: Sequence[Entry]
) -> list[Entry]:
    """Lines of the ledger with content and arrival of their files, and who has the same bytes.

    Args:
        found: the lines.
        files: the files that they are on.
        known: the lines of earlier ingests, the oldest first.
    """
    by_version = {(f.uri, f.version): f for f in files}
    first = {content_of(e): e["uri"] for e in reversed(known)}
    told = []
    for entry in sorted(found, key=lambda e: (e["uri"], e["version"])):
        file = by_version[entry["uri"], entry["version"]]
        line = entry.copy()
        line["content"] = file.content
        line["arrived_at"] = file.arrived_at.isoformat()
        if file.settled:
            line["stamp"] = file.stamp
        if file.content and entry["verdict"].startswith("accept"):
            same = first.setdefault(file.content, file.uri)
            if raw_name(same) != raw_name(file.uri):
                line["same_bytes_as"] = same
        told.append(line)
    return told


def notes(found: Iterable[Entry], unfinished: Collection[str]) -> list[str]:
    """The same in a sentence each."""
    same = [f"{e['uri']} = {e['same_bytes_as']}" for e in found if "same_bytes_as" in e]
    told = []
    if same:
        told.append(f"the same bytes came under two names, nothing counts twice: {some(same)}")
    if unfinished:
        told.append(f"passed over until their uploads are finished: {some(unfinished)}")
    return told


def some(names: Collection[str]) -> str:
    """The first of some names, and how many more there are."""
    shown = ", ".join(sorted(names)[:EXAMPLES])
    more = len(names) - EXAMPLES
    return f"{shown} and {more} more" if more > 0 else shown

"""The ledger: one page per ingest, with one entry per version of a file that was decided on.

A version that was refused may be decided on again, by another contract: the newest entry counts.

A page stands in `pending/` until everything that it speaks of is committed, then in `files/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict

from lake_protocol.documents import Fields, check_fields, parse

FILES, PENDING = "files", "pending"


class Entry(TypedDict):
    """What became of one version of a file.

    Attributes:
        uri: The path of the file below raw.
        version: The version of the object, or a hash of the content in folders.
        dataset: The dataset of its folder; None where that is unknown.
        verdict: `accept…`, `reject`, `repeat`, `postponed`; `unpacked` of an archive whose files
            have lines of their own.
        records: How many records were read.
        bad_records: How many of them cannot be judged, such as rows with too many cells.
        data_file: The bronze file with the records; None where there is none.
        data_hash: The mark of the bronze file.
        format: Of the content: `csv`, `json`, …
        compression: `gzip` and the like, `none`, or None.
        encoding: Of the text.
        reason: Why the file was refused or repeated, in one word.
        detail: The same for people.
        offset: The byte where reading failed.
        notes: Sentences about the file that people should know.
        shows: Evidence of the file on how its values are written.
        naming: A mark of the names by which columns were known (`Contract.naming`).
        read_by: A mark of the contract and the reader that decided on the file.
        again: Set where the file was decided on before, by others.
        producer: Name and mark of the producer that describes the file.
        replaces: Dataset and bronze file of the line before, where that had one.
        bad_reasons: Reason -> count and first occurrences.
        content: A mark of the content, equal for equal content.
        arrived_at: When the file arrived.
        stamp: Of a file in a folder, what changes when it is written to: with it, its bytes are
            those of `content`.
        same_bytes_as: The name under which the same content came before.
        fault: A sum that does not balance; never written down.
    """

    uri: str
    version: str
    dataset: str | None
    verdict: str
    records: int
    bad_records: int
    data_file: str | None
    data_hash: str | None
    format: NotRequired[str | None]
    compression: NotRequired[str | None]
    encoding: NotRequired[str | None]
    reason: NotRequired[str | None]
    detail: NotRequired[str | None]
    offset: NotRequired[int | None]
    notes: NotRequired[list[str]]
    shows: NotRequired[dict[str, Any] | None]
    naming: NotRequired[str]
    read_by: NotRequired[str | None]
    again: NotRequired[bool]
    producer: NotRequired[str]
    replaces: NotRequired[list[str]]
    bad_reasons: NotRequired[dict[str, Any]]
    content: NotRequired[str]
    arrived_at: NotRequired[str]
    stamp: NotRequired[str]
    same_bytes_as: NotRequired[str]
    fault: NotRequired[str | None]


# What every entry of every page has; newer ones have more.
FIELDS: Fields = {
    "uri": str,
    "version": str,
    "dataset": str | None,
    "verdict": str,
    "records": int,
    "bad_records": int,
    "data_file": str | None,
    "data_hash": str | None,
}


def read_page(text: str) -> list[Entry]:
    """The entries of a page; raises Damaged when it is none."""
    found: list[Entry] = parse(text, list)
    for n, entry in enumerate(found, 1):
        check_fields(entry, FIELDS, f"entry {n}: ")
    return found


def read_entry(text: str) -> Entry:
    """One entry, as it stands beside a refused file; raises Damaged when it is none."""
    found: Entry = parse(text, dict)
    check_fields(found, FIELDS)
    return found


def in_force(found: Iterable[Entry]) -> list[Entry]:
    """The lines that count: of several on one version of a file the newest, where the first was.

    Args:
        found: Lines, the oldest first.
    """
    return list({(line["uri"], line["version"]): line for line in found}.values())


def data_files(entries: Iterable[Entry]) -> list[str]:
    """The bronze files of those entries that have records."""
    return [e["data_file"] for e in entries if e["data_file"] is not None]


def place(ledger: str, state: str) -> str:
    """Where the pages of a ledger stand that are in a state: `files` or `pending`."""
    return f"{ledger}/{state}"

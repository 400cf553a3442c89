"""The ledger: what became of every version of every file, one page per ingest."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from lakehouse.failure import JobFailed
from lakehouse.json_file import create_json, read_json
from lakehouse.storage import storage

Entry = dict[str, Any]


def entries(place: str) -> list[Entry]:
    """The fate of every file so far."""
    return [entry for page in _done(place) for entry in read_page(page)]


def entries_since(place: str, number: int) -> list[Entry]:
    """The fate of every file that was taken by an ingest after this one."""
    later = (page for page in _done(place) if int(ingest_id(page)) > number)
    return [entry for page in later for entry in read_page(page)]


def pending_entries(place: str) -> list[Entry]:
    """What is decided on files that may not all be committed yet."""
    found = []
    for page in interrupted(place):
        # A page that is finished between the two calls is gone from here.
        with suppress(FileNotFoundError):
            found += read_page(page)
    return found


def interrupted(place: str) -> list[str]:
    """Pages whose files were decided on, but perhaps not committed."""
    return storage(place).files(f"{place}/pending", ".json")


def next_id(place: str) -> str:
    """The number of the next ingest."""
    return f"{taken(place) + 1:08d}"


def taken(place: str) -> int:
    """How many ingests are done."""
    return len(_done(place))


def ingest_id(page: str) -> str:
    """The ingest that a page is of."""
    return page.rpartition("/")[2].removesuffix(".json")


def read_page(page: str) -> list[Entry]:
    """The entries of one ingest.

    Raises:
        JobFailed: the page is damaged.
    """
    found: list[Entry] = read_json(page, list)
    return found


def claim(place: str, ingest_id: str, found: Iterable[Entry]) -> str:
    """Writes the page of an ingest, if nobody else has taken its number.

    Raises:
        JobFailed: somebody has.
    """
    page = f"{place}/pending/{ingest_id}.json"
    try:
        create_json(page, sorted(found, key=lambda e: (e["uri"], e["version"])))
    except FileExistsError:
        raise JobFailed(f"{page}: another run is taking files right now; run again later") from None
    return page


def close(place: str, page: str) -> None:
    """Puts a page whose files are committed to the others."""
    storage(place).move(page, f"{place}/files/{ingest_id(page)}.json")


def hashes(found: Iterable[Entry]) -> dict[str, str]:
    """The bronze files of entries, and the hash that each had when it was written."""
    return {e["data_file"]: e["data_hash"] for e in found if e["data_file"]}


def _done(place: str) -> list[str]:
    return storage(place).files(f"{place}/files", ".json")

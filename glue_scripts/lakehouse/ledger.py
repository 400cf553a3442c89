"""The ledger: what became of every version of every file, one page per ingest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_RAW
from lakehouse.storage import storage
from lakehouse.storage.json_file import Fields, check_fields, create_json, read_json

NAME = re.compile(r"\d{8}")

Entry = dict[str, Any]
# What every line of every page has; newer ones have more.
FIELDS: Fields = {
    "uri": str, "version": str, "dataset": str | None, "verdict": str, "records": int,
    "bad_records": int, "data_file": str | None, "data_hash": str | None,
}  # fmt: skip


def entries(place: str) -> list[Entry]:
    """The fate of every file so far."""
    return [entry for page in pages(place) for entry in read_page(page)]


def entries_since(place: str, number: int) -> list[Entry]:
    """The fate of every file that was taken by an ingest after this one."""
    later = (page for page in pages(place) if int(ingest_id(page)) > number)
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
    return _pages(place, "pending")


def next_id(place: str, committed: Iterable[str]) -> str:
    """The number of the next ingest: above all that were ever used.

    Args:
        place: where the ledger is.
        committed: the ingests that the bronze tables know.

    Raises:
        JobFailed: the page of an earlier ingest is missing. Its files would be taken once more, or
            never again.
    """
    known = {ingest_id(page) for page in (*pages(place), *interrupted(place))}
    highest = max(map(int, known | set(committed)), default=0)
    earlier = (_number(n) for n in range(1, highest + 1))
    if missing := next((number for number in earlier if number not in known), None):
        raise JobFailed(f"{place}/files/{missing}.json is gone; {FROM_RAW}")
    return _number(highest + 1)


def _number(number: int) -> str:
    return f"{number:08d}"


def taken(place: str) -> int:
    """How many ingests are done."""
    return len(pages(place))


def ingest_id(page: str) -> str:
    """The ingest that a page is of."""
    return page.rpartition("/")[2].removesuffix(".json")


def read_page(page: str) -> list[Entry]:
    """The entries of one ingest.

    Raises:
        JobFailed: the page is damaged.
    """
    found: list[Entry] = read_json(page, list)
    for n, entry in enumerate(found, 1):
        check_fields(page, entry, FIELDS, FROM_RAW, f"entry {n}: ")
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
    """Puts a page whose files are committed to the others.

    Raises:
        JobFailed: another page with its number is there already.
    """
    if not is_closed(place, page):
        storage(place).create_text(_closed(place, page), storage(place).read_text(page))
    storage(place).delete(page)


def is_closed(place: str, page: str) -> bool:
    """Whether a pending page stands with the others already: a run was stopped right then.

    Raises:
        JobFailed: another page with its number does.
    """
    target = _closed(place, page)
    if target not in pages(place):
        return False
    if storage(place).read_text(target) != storage(place).read_text(page):
        raise JobFailed(f"{target} and {page} say different things; {FROM_RAW}")
    return True


def _closed(place: str, page: str) -> str:
    return f"{place}/files/{ingest_id(page)}.json"


def hashes(found: Iterable[Entry]) -> dict[str, str]:
    """The bronze files of entries, and the hash that each had when it was written."""
    return {e["data_file"]: e["data_hash"] for e in found if e["data_file"]}


def pages(place: str) -> list[str]:
    """The pages of all ingests that are done, the oldest first."""
    return _pages(place, "files")


def _pages(place: str, state: str) -> list[str]:
    found = storage(place).files(f"{place}/{state}", ".json")
    if odd := [page for page in found if not NAME.fullmatch(ingest_id(page))]:
        raise JobFailed(f"{odd[0]}: is no page of the ledger; take it away")
    return found

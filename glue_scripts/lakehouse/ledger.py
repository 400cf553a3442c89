"""The ledger: what became of every version of every file, one page per ingest."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from lake_protocol import ledger as protocol
from lake_protocol.ledger import FILES, PENDING, Entry
from lake_protocol.numbered import is_numbered, stem, stem_of
from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_RAW
from lakehouse.storage import storage
from lakehouse.storage.json_file import create_json, read_document


def entries(place: str) -> list[Entry]:
    """The fate of every file so far; of several lines on a version of a file the newest."""
    return protocol.in_force(entry for page in pages(place) for entry in read_page(page))


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
    return _pages(place, PENDING)


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
    earlier = (stem(n) for n in range(1, highest + 1))
    if missing := next((number for number in earlier if number not in known), None):
        raise JobFailed(f"{protocol.place(place, FILES)}/{missing}.json is gone; {FROM_RAW}")
    return stem(highest + 1)


def taken(place: str) -> int:
    """How many ingests are done."""
    return len(pages(place))


def ingest_id(page: str) -> str:
    """The ingest that a page is of."""
    return stem_of(page)


def read_page(page: str) -> list[Entry]:
    """The entries of one ingest.

    Raises:
        JobFailed: the page is damaged.
    """
    return read_document(page, protocol.read_page, FROM_RAW)


def claim(place: str, ingest_id: str, found: Iterable[Entry]) -> str:
    """Writes the page of an ingest, if nobody else has taken its number.

    Raises:
        JobFailed: somebody has.
    """
    page = f"{protocol.place(place, PENDING)}/{ingest_id}.json"
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
    return f"{protocol.place(place, FILES)}/{ingest_id(page)}.json"


def hashes(found: Iterable[Entry]) -> dict[str, str]:
    """The bronze files of entries, and the hash that each had when it was written."""
    return {e["data_file"]: str(e["data_hash"]) for e in found if e["data_file"]}


def pages(place: str) -> list[str]:
    """The pages of all ingests that are done, the oldest first."""
    return _pages(place, FILES)


def _pages(place: str, state: str) -> list[str]:
    found = storage(place).files(protocol.place(place, state), ".json")
    if odd := [page for page in found if not is_numbered(page)]:
        raise JobFailed(f"{odd[0]}: is no page of the ledger; take it away")
    return found

"""The ledger: what became of every version of every file, one page per ingest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lakehouse.failure import JobFailed
from lakehouse.json_file import read_json, write_new

Entry = dict[str, Any]


def entries(lake: Path) -> list[Entry]:
    """The fate of every file so far."""
    return [entry for page in sorted(_done(lake).glob("*.json")) for entry in read_page(page)]


def interrupted(lake: Path) -> list[Path]:
    """Pages whose files were decided on, but perhaps not committed."""
    return sorted((lake / "ledger" / "pending").glob("*.json"))


def next_id(lake: Path) -> str:
    """The number of the next ingest."""
    return f"{len(list(_done(lake).glob('*.json'))) + 1:08d}"


def read_page(page: Path) -> list[Entry]:
    """The entries of one ingest.

    Raises:
        JobFailed: the page is damaged.
    """
    found: list[Entry] = read_json(page, list)
    return found


def claim(lake: Path, ingest_id: str, found: Iterable[Entry]) -> Path:
    """Writes the page of an ingest, if nobody else has taken its number.

    Raises:
        JobFailed: somebody has.
    """
    page = lake / "ledger" / "pending" / f"{ingest_id}.json"
    try:
        write_new(page, json.dumps(sorted(found, key=lambda e: str(e["uri"])), indent=1))
    except FileExistsError:
        raise JobFailed(f"{page}: another run is taking files right now; run again later") from None
    return page


def close(lake: Path, page: Path) -> None:
    """Puts a page whose files are committed to the others."""
    _done(lake).mkdir(parents=True, exist_ok=True)
    page.rename(_done(lake) / page.name)


def hashes(found: Iterable[Entry]) -> dict[str, str]:
    """The bronze files of entries, and the hash that each had when it was written."""
    return {e["data_file"]: e["data_hash"] for e in found if e["data_file"]}


def _done(lake: Path) -> Path:
    return lake / "ledger" / "files"

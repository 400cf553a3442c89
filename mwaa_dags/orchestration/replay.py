"""Files in quarantine, and how they get back into raw."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from lake_protocol.ledger import read_entry
from lake_protocol.quarantine import SIDECAR, files_place
from orchestration.handover import Places
from orchestration.objects import listed, parts, read_document

READERS = 8


@dataclass(frozen=True)
class Refused:
    """A file that was refused: its name in raw, and why."""

    uri: str
    dataset: str | None
    reason: str
    detail: str


def refused(
    s3: Any, places: Places, dataset: str, reasons: Collection[str], pattern: str
) -> list[Refused]:
    """Refused files of a dataset.

    Args:
        s3: a client.
        places: where things stand.
        dataset: as folders in raw are called.
        reasons: only files that were refused for one of these; empty for all.
        pattern: what their names in raw look like, such as `<dataset>/2025/*.csv`.
    """
    bucket, _ = parts(places.quarantine)
    sidecars = listed(s3, files_place(places.quarantine), SIDECAR)
    with ThreadPoolExecutor(READERS) as pool:
        entries = pool.map(lambda o: read_document(s3, bucket, o.key, read_entry), sidecars)
        found = [
            Refused(e["uri"], e["dataset"], str(e["reason"]), str(e["detail"])) for e in entries
        ]
    return [
        f
        for f in found
        if f.dataset == dataset
        and (not reasons or f.reason in reasons)
        and fnmatchcase(f.uri, pattern)
    ]


def target(file: Refused, places: Places, stamp: str) -> str:
    """Where in raw a file is put: under a name of its own, because the ledger knows the old one."""
    rest = file.uri.removeprefix(f"{file.dataset}/")
    return f"{places.raw}/{file.dataset}/{places.replayed}/{stamp}/{rest}"


def put_back(s3: Any, places: Places, file: Refused, to: str) -> bool:
    """Copies a file into raw; False when only the reason is left of it.

    Putting the same file at the same place twice does no harm: the second copy is recognised.
    """
    bucket, folder = parts(places.quarantine)
    source = f"{files_place(folder)}/{file.uri}"
    there = listed(s3, files_place(places.quarantine), file.uri)
    if not any(o.key == source for o in there):
        return False
    to_bucket, key = parts(to)
    s3.copy({"Bucket": bucket, "Key": source}, to_bucket, key)
    return True

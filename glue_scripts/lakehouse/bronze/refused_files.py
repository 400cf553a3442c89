"""Refused files in quarantine: how they get there, and out again."""

from __future__ import annotations

from zlib import crc32

from contracts.producers.model import raw_name
from lake_protocol.ledger import Entry, read_entry
from lake_protocol.quarantine import SIDECAR, files_place
from lake_protocol.raw_names import archive_and_member
from lakehouse.runtime.settings import Settings
from lakehouse.storage import storage
from lakehouse.storage.copy_raw import copy_raw
from lakehouse.storage.json_file import write_json

# In bytes; disks have 255, and a reason and a number are put behind it.
LONGEST_NAME = 200


def keep(entry: Entry, settings: Settings) -> None:
    """Copies a refused file into quarantine, and writes the reason beside it."""
    target = _place(entry, settings)
    file, member = archive_and_member(raw_name(entry["uri"]))
    copy_raw(f"{settings.raw}/{file}", entry["version"], target, member)
    write_json(f"{target}{SIDECAR}", entry)


def release(entry: Entry, settings: Settings) -> None:
    """Takes a file that is refused no longer out of quarantine, unless another version is there."""
    target = _place(entry, settings)
    sidecar, here = f"{target}{SIDECAR}", storage(target)
    # Listed first: S3 tells who may list some folders only nothing of what is not there.
    if sidecar not in here.files(target.rpartition("/")[0], SIDECAR):
        return
    if read_entry(here.read_text(sidecar))["version"] == entry["version"]:
        # The reason goes last, so that whoever is stopped in between finds it again.
        here.delete(target)
        here.delete(sidecar)


def _place(entry: Entry, settings: Settings) -> str:
    return f"{files_place(settings.quarantine)}/{_short(entry['uri'])}"


def _short(uri: str) -> str:
    """A name that has room for what is put behind it."""
    folder, slash, name = uri.rpartition("/")
    if len(name.encode()) > LONGEST_NAME:
        name = f"{name[: LONGEST_NAME // 4]}-{crc32(name.encode()):08x}"
    return folder + slash + name

"""Archives in raw: each stands for the files in it, which the ledger knows by their own names.

The archive has a line, too: it says that this version was unpacked, so that nobody opens it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from contracts.producers.found import names_of
from contracts.producers.model import raw_name
from lake_protocol.ledger import Entry
from lake_protocol.raw_names import (
    INSIDE,
    archive_and_member,
    is_archive,
    member_uri,
)
from lakehouse.bronze.arrivals import AGAIN, new_files
from lakehouse.bronze.deliveries import some
from lakehouse.bronze.unread import unread
from lakehouse.bronze.writer import POSTPONED
from lakehouse.reader.verdict import Refused
from lakehouse.reader.zip_archive import Archive, archive
from lakehouse.storage import RawFile, storage

UNPACKED, EMPTY = "unpacked", "empty"


@dataclass
class Unpacked:
    """Files to read, those in archives among them; and the archives, with the line on each."""

    files: list[RawFile] = field(default_factory=list)
    archives: dict[RawFile, Entry] = field(default_factory=dict)


def unpacked(files: Iterable[RawFile], known: Sequence[Entry]) -> Unpacked:
    """The same files, with their members in place of archives.

    Args:
        files: files that are to be read.
        known: the lines of the ledger, the oldest first.
    """
    found = Unpacked()
    for file in files:
        if file.member or not is_archive(file.uri):
            found.files.append(file)
            continue
        try:
            _unpack(file, known, found)
        except Refused as refusal:
            found.archives[file] = _refused(file, refusal)
        except FileNotFoundError:
            continue  # Taken away since it was listed.
    return found


def _unpack(file: RawFile, known: Sequence[Entry], found: Unpacked) -> None:
    with storage(file.path).open_raw(file.path, file.version) as source:
        inside = archive(source)
    if inside is None:
        found.files.append(file)
        return
    there = (replace(member(file, name), size=inside.size(name)) for name in inside.members)
    found.files += new_files((named for one in there for named in fed(one)), known)
    verdict = UNPACKED if inside.members else EMPTY
    reason = None if inside.members else EMPTY
    line = unread(file, verdict, reason, f"{len(inside.members)} files in it")
    line["notes"] = list(_notes(file, inside, known))
    line["format"] = "zip"
    found.archives[file] = line


def _notes(file: RawFile, inside: Archive, known: Iterable[Entry]) -> Iterator[str]:
    if inside.passed_over:
        yield f"passed over by their names: {some(inside.passed_over)}"
    before = (archive_and_member(line["uri"]) for line in known if line["data_file"])
    gone = {name for around, name in before if around == file.uri and name not in inside.members}
    # As with records that a newer version of a file no longer has.
    if gone - {""}:
        yield f"no longer in it, and their records stay: {some(gone - {''})}"


def fed(file: RawFile) -> list[RawFile]:
    """The file, once for each dataset that its producer says it feeds."""
    names = [file.uri] if is_archive(file.uri) else names_of(file.uri)
    return [replace(file, uri=uri) for uri in names]


def member(around: RawFile, name: str) -> RawFile:
    """A file in an archive, which is as old as the archive, and another one when that is."""
    return replace(
        around,
        uri=member_uri(around.uri, name),
        version=around.version.partition(AGAIN)[0],
        content=f"{around.content}{INSIDE}{raw_name(name)}",
        member=raw_name(name),
    )


def members_known(there: Iterable[RawFile], known: Iterable[Entry]) -> Iterator[RawFile]:
    """The files in raw, and those in archives that the ledger has lines on."""
    names: dict[str, dict[str, None]] = {}
    for line in known:
        around, name = archive_and_member(line["uri"])
        if name:
            names.setdefault(around, {})[name] = None
    for file in there:
        yield file
        yield from (member(file, name) for name in names.get(file.uri, ()))


def left_with_their_members(lines: Iterable[Entry], members: Iterable[Entry]) -> Iterator[Entry]:
    """Lines of archives; one of which a member was left until the next run is left as well."""
    left = {
        (archive_and_member(line["uri"])[0], line["version"].partition(AGAIN)[0])
        for line in members
        if line["verdict"] == POSTPONED
    }
    for line in lines:
        waits = (line["uri"], line["version"].partition(AGAIN)[0]) in left
        yield line | {"verdict": POSTPONED} if waits else line


def _refused(file: RawFile, refusal: Refused) -> Entry:
    line = unread(file, "reject", refusal.reason, refusal.detail)
    line["format"], line["offset"] = "zip", refusal.offset
    return line

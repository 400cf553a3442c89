"""Job: files from raw, verified whole, into bronze; bad ones into quarantine. Nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from contracts import delivered
from lake_protocol.ledger import Entry
from lakehouse import ledger
from lakehouse.bronze import refused_files, second_look
from lakehouse.bronze.archives import fed, left_with_their_members, members_known, unpacked
from lakehouse.bronze.arrivals import content_of, new_files
from lakehouse.bronze.deliveries import UNFINISHED, notes, with_facts
from lakehouse.bronze.repeated_files import repeats
from lakehouse.bronze.tables import commit, committed
from lakehouse.bronze.unread import unread
from lakehouse.bronze.writer import POSTPONED, write_files
from lakehouse.errors.failure import Incomplete, JobFailed
from lakehouse.errors.remedies import FROM_RAW
from lakehouse.runtime.job import Job
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.session import session
from lakehouse.runtime.settings import Settings
from lakehouse.runtime.shares import shares
from lakehouse.silver.shortfall import refusals
from lakehouse.storage import Listing, RawFile, storage
from lakehouse.storage.seal import assert_sealed

# Measured on generated files: what opening one costs, in bytes of plain text, and how much more a
# byte costs that is none.
FILE_COST = 400_000
COMPRESSED_COST = 6
PLAIN = (".csv", ".txt", ".json", ".ndjson")


@dataclass(frozen=True)
class Work:
    """What a run has to decide on.

    Attributes:
        known: The lines of the ledger that count.
        new: Files that no ingest has taken.
        repeated: Those of them that say what the version before says -> that version.
        again: Files of which another contract, producer or reader decided.
        gone: New lines for such files that are no longer in raw.
        archives: Archives among all these, whose members are new -> the line on each.
        unfinished: Names of files that somebody still writes.
    """

    known: list[Entry]
    new: list[RawFile]
    repeated: dict[RawFile, RawFile]
    again: list[RawFile]
    gone: list[Entry]
    archives: dict[RawFile, Entry]
    unfinished: list[str]


def run(settings: Settings, metrics: Metrics) -> list[Entry]:
    """Takes every file that was not taken before; returns what was decided on each.

    Files that change while they are read are `postponed`: they are in no ledger, so the next run
    looks at them again.

    Raises:
        JobFailed: the raw folder is unusable, or the sums do not balance.
        Incomplete: all is decided and written down, but no file that came can be used.
    """
    ingest_id = ledger.next_id(settings.ledger, committed(settings))
    carry_through(settings)
    with metrics.step("list"):
        work = _work(settings)
    with metrics.step("read"):
        found = _decided(work, settings, ingest_id)
    _count(metrics, work, found)
    decided = [e for e in found if e["verdict"] != POSTPONED]
    with metrics.step("audit"):
        _assert_conserved(decided)
    with metrics.step("commit"):
        if lines := [*decided, *work.gone]:
            _finish(ledger.claim(settings.ledger, ingest_id, lines), settings)
    refused = [e for e in decided if e["verdict"] == "reject" and "again" not in e]
    if refused and not any(e["data_file"] for e in decided):
        raise Incomplete([refusals(refused)])
    return found


def _work(settings: Settings) -> Work:
    known = ledger.entries(settings.ledger)
    there = waiting(settings.raw, known)
    new = new_files(there.files, known)
    repeated = repeats(there.files, set(new))
    every = list(members_known(there.files, known))
    before = second_look.to_read_again(every, known)
    found = unpacked([*(f for f in new if f not in repeated), *before], known)
    decided = set(before)
    new = [*(f for f in found.files if f not in decided), *repeated]
    if not known and all(f.dataset is None for f in (*new, *found.archives)):
        raise JobFailed(
            f"{settings.raw}: no file is in a folder named {', '.join(delivered())}: put them there"
            + "".join(f"; {note}" for note in notes((), there.unfinished))
        )
    return Work(
        known=known,
        new=new,
        repeated=repeated,
        again=before,
        archives=found.archives,
        gone=second_look.gone(every, known),
        unfinished=there.unfinished,
    )


def _decided(work: Work, settings: Settings, ingest_id: str) -> list[Entry]:
    again = [f for f in work.again if f not in work.archives]
    left = [*(f for f in work.new if f not in work.repeated), *again]
    refused = {f: entry for f in left if (entry := _refusal(f)) is not None}
    to_read = [f for f in left if f not in refused]
    found = [*refused.values(), *_read(to_read, settings, ingest_id)]
    found += _repetitions(work.repeated, found)
    found += left_with_their_members(work.archives.values(), found)
    found = with_facts(found, [*work.new, *again, *work.archives], work.known)
    return second_look.marked(found, work.again, work.known)


def waiting(raw: str, known: Iterable[Entry] = ()) -> Listing:
    """All files in raw, taken or not; those that lines of the ledger know are not read again."""
    contents = {(e["uri"], e["stamp"]): content_of(e) for e in known if "stamp" in e}
    listed = storage(raw).raw_files(raw, contents)
    return replace(listed, files=[named for file in listed.files for named in fed(file)])


def _count(metrics: Metrics, work: Work, found: Sequence[Entry]) -> None:
    metrics.files = dict(Counter(e["verdict"] for e in found if "again" not in e))
    if work.unfinished:
        metrics.files[UNFINISHED] = len(work.unfinished)
    metrics.notes += [*notes(found, work.unfinished), *second_look.told(found, work.gone)]
    metrics.notes += [f"{e['uri']}: {n}" for e in work.archives.values() for n in e["notes"]]
    metrics.bytes["raw"] = sum(f.size for f in (*work.new, *work.again))
    for dataset in delivered():
        taken = [e for e in found if e["dataset"] == dataset and e["verdict"] != POSTPONED]
        metrics.records[dataset] = {
            "raw": sum(e["records"] for e in taken),
            "bronze": sum(e["records"] for e in taken if e["data_file"]),
        }


def _read(files: list[RawFile], settings: Settings, ingest_id: str) -> list[Entry]:
    if not files:
        return []
    # Names of its own: a run that was stopped may have left files, and none is written over.
    folder = f"{ingest_id}/{uuid4().hex[:8]}"
    numbers = {file: n for n, file in enumerate(files)}
    rows = [
        (json.dumps([task_of(f, numbers[f], settings.bronze, folder) for f in share]),)
        for share in shares(files, _cost, settings.parallelism)
    ]
    spark = session("raw_to_bronze", settings.parallelism)
    frame = spark.createDataFrame(rows, "tasks string").repartition(len(rows))
    verdicts = frame.mapInArrow(write_files, "verdict string").collect()
    return [json.loads(row.verdict) for row in verdicts]


def _cost(file: RawFile) -> int:
    """About how long it takes to read, in bytes of plain text."""
    return FILE_COST + file.size * (1 if file.uri.endswith(PLAIN) else COMPRESSED_COST)


def task_of(file: RawFile, number: int, bronze: str, folder: str) -> dict[str, str]:
    """What a worker is told of a file.

    Args:
        file: the file.
        number: its place among those of the run.
        bronze: where bronze is.
        folder: where the data files of the run stand; begins with the number of the ingest.
    """
    target = f"{bronze}/{file.dataset}/data/{folder}/{number:06d}.parquet"
    arrived = file.arrived_at.isoformat()
    return {
        "uri": file.uri,
        "path": file.path,
        "member": file.member,
        "version": file.version,
        "stamp": file.stamp,
        "dataset": str(file.dataset),
        "arrived_at": arrived,
        "target": target,
        "ingest_id": folder.partition("/")[0],
    }


def _refusal(file: RawFile) -> Entry | None:
    """What speaks against a file before it is read."""
    if not file.is_named_in_letters:
        return unread(file, "reject", "unreadable_name", "its name is not UTF-8: rename it")
    if file.dataset is None:
        named = ", ".join(delivered())
        detail = f"not in a folder named after a dataset ({named}), and no producer describes it"
        return unread(file, "reject", "unknown_dataset", detail)
    return None


def _repetitions(repeated: dict[RawFile, RawFile], found: Sequence[Entry]) -> list[Entry]:
    """What repeats a file that was postponed waits with it."""
    waits = {(e["uri"], e["version"]) for e in found if e["verdict"] == POSTPONED}
    return [
        unread(file, "repeat", "same_content", f"its content is that of version {first.version}")
        for file, first in repeated.items()
        if (first.uri, first.version) not in waits
    ]


def _assert_conserved(entries: Sequence[Entry]) -> None:
    for entry in entries:
        if fault := entry.pop("fault", None):
            raise JobFailed(f"{entry['uri']}: {fault}; nothing was taken, run again")
    assert_sealed("bronze", ledger.hashes(entries), "nothing was taken, run again")


def carry_through(settings: Settings) -> None:
    """Finishes what was stopped between its decision and its commit."""
    for page in ledger.interrupted(settings.ledger):
        assert_sealed(page, ledger.hashes(ledger.read_page(page)), FROM_RAW)
        if ledger.is_closed(settings.ledger, page):
            ledger.close(settings.ledger, page)
        else:
            _finish(page, settings)


def _finish(page: str, settings: Settings) -> None:
    entries = ledger.read_page(page)
    commit(entries, ledger.ingest_id(page), settings)
    for entry in entries:
        if entry["verdict"] == "reject" and not second_look.is_gone(entry):
            refused_files.keep(entry, settings)
        elif "again" in entry:
            refused_files.release(entry, settings)
    ledger.close(settings.ledger, page)


JOB = Job("raw_to_bronze", ("source", "bronze"), run)

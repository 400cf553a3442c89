"""Files are read again when what decides on them changed.

Of a refused file that is its contract or the reader; accepted ones are conformed then
(`lakehouse.silver.conform`). Of any file it is its producer, who decides how its bytes are read and
what it is a file of. Each is read once more, and its newer line in the ledger counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from contracts import delivered, load
from contracts.producers.found import producer_of
from lake_protocol.ledger import Entry
from lakehouse.bronze.arrivals import content_of
from lakehouse.bronze.deliveries import some
from lakehouse.bronze.writer import POSTPONED
from lakehouse.runtime.code_hash import READER, code_marks
from lakehouse.storage import RawFile

# Behind the mark of a line whose file was no longer in raw.
GONE = " gone"


def read_by(dataset: str | None) -> str | None:
    """A mark of what decides on files of a dataset; None where there is no such dataset."""
    if dataset not in delivered():
        return None
    return f"{load(f'source.{dataset}').reading} {code_marks()[READER]}"


def described_by(uri: str) -> str | None:
    """The producer of a file, and a mark of what it says; None where none describes it."""
    producer = producer_of(uri)
    return f"{producer.name} {producer.mark}" if producer else None


def of_another(line: Entry) -> bool:
    """Whether a file was decided on by what another producer says, or the same at another time."""
    decided = line["verdict"] not in ("repeat", POSTPONED)
    named = line.get("reason") != "unreadable_name"
    return decided and named and line.get("producer") != described_by(line["uri"])


def waits(line: Entry, dataset: str | None) -> bool:
    """Whether a file might be judged otherwise than its line says.

    Args:
        line: Its newest one.
        dataset: What it is a file of by now.
    """
    refused = line["verdict"] == "reject" and line.get("reason") != "unreadable_name"
    return refused and dataset in delivered() and line.get("read_by") != read_by(dataset)


def to_read_again(there: Sequence[RawFile], known: Sequence[Entry]) -> list[RawFile]:
    """The files in raw that are to be read again, as they were taken.

    Args:
        there: The files in raw.
        known: The lines that count, the oldest first.
    """
    return [again for file, line in _lines(there, known) if (again := _as_taken(file, line))]


def _lines(there: Sequence[RawFile], known: Sequence[Entry]) -> Iterator[tuple[RawFile, Entry]]:
    of_version = {(line["uri"], line["version"]): line for line in known}
    last = {line["uri"]: line for line in known}
    for file in there:
        # A folder shows what is there now, a bucket all versions.
        line = last.get(file.uri) if file.may_change else of_version.get((file.uri, file.version))
        if line is not None:
            yield file, line


def _as_taken(file: RawFile, line: Entry) -> RawFile | None:
    same = not file.may_change or content_of(line) == file.content
    if not (same and (waits(line, file.dataset) or of_another(line))):
        return None
    said = line.get("arrived_at")
    arrived_at = datetime.fromisoformat(said) if said else file.arrived_at
    return replace(file, version=line["version"], arrived_at=arrived_at)


def marked(found: Sequence[Entry], again: Sequence[RawFile], known: Sequence[Entry]) -> list[Entry]:
    """Lines that say who decided, which files were decided on before, and what they replace."""
    before = {(file.uri, file.version) for file in again}
    earlier = {(line["uri"], line["version"]): line for line in known}
    lines = []
    for line in (entry.copy() for entry in found):
        line["read_by"] = read_by(line["dataset"])
        if (line["uri"], line["version"]) in before:
            line["again"] = True
            last = earlier[line["uri"], line["version"]]
            if last["data_file"] and last["dataset"]:
                line["replaces"] = [last["dataset"], last["data_file"]]
        if producer := described_by(line["uri"]):
            line["producer"] = producer
        lines.append(line)
    return lines


def gone(there: Sequence[RawFile], known: Sequence[Entry]) -> list[Entry]:
    """Lines for refused files that cannot be read again, so that it is told once.

    Args:
        there: The files in raw.
        known: The lines that count, the oldest first.
    """
    last = {line["uri"]: line for line in known}
    names = {file.uri for file in there if not _is_replaced(file, last)}
    return [
        looked_for
        for uri, line in last.items()
        if uri not in names and waits(line, line["dataset"])
        if (looked_for := _missing(line)) != line
    ]


def _is_replaced(file: RawFile, last: Mapping[str, Entry]) -> bool:
    """Whether another archive stands where the one was that the file was in."""
    return bool(file.member) and file.may_change and content_of(last[file.uri]) != file.content


def _missing(line: Entry) -> Entry:
    marked = line.copy()
    marked["read_by"] = f"{read_by(line['dataset'])}{GONE}"
    return marked


def is_gone(line: Entry) -> bool:
    """Whether a line only says that a refused file could not be read again."""
    return (line.get("read_by") or "").endswith(GONE)


def told(found: Sequence[Entry], missing: Sequence[Entry]) -> list[str]:
    """What came of it, in a sentence each.

    Args:
        found: The lines of a run.
        missing: Those of files that could not be read again.
    """
    words = []
    if again := [line for line in found if "again" in line and line["verdict"] != POSTPONED]:
        taken = [line["uri"] for line in again if line["verdict"] != "reject"]
        what = f"{len(taken)} taken" + (f" ({some(taken)})" if taken else "")
        words.append(f"read again as the contract, the producer or the reader changed: {what}")
        if left := len(again) - len(taken):
            words[-1] += f", {left} refused again"
    if missing:
        names = some([line["uri"] for line in missing])
        words.append(f"refused before and no longer in raw, so not read again: {names}")
    return words

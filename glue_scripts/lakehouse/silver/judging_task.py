"""What a worker is told to judge: bronze files that become one file of silver."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.producers.fit import contract_for
from lake_protocol.ledger import Entry, data_files
from lakehouse.cleanse.evidence import Shows
from lakehouse.runtime.shares import shares

# Large files are quicker to read than many small ones.
FILE_RECORDS = 1 << 18
# Fewer are judged sooner than another worker is told to.
WORTH_A_FILE = 1 << 13


@dataclass(frozen=True)
class Task:
    """Bronze files that become one file of settled and one of open records.

    Attributes:
        dataset: whose they are.
        files: the bronze files.
        uris: the raw files they came from.
        shows: what each raw file shows of the way it is written (`Evidence.shows`); None where the
            ledger does not know.
        conform: whether each file was taken under other names of columns than the contract has now.
        decided: whether a person set each of them aside; null where nobody has decided.
        contested: files that say which records may share their key with another one.
        lost: files that say which records are not in silver, where those that are judged stand in
            records of the bronze files.
        settled: where good records go whose key is theirs alone, as silver has them.
        open: where the others go, good and bad, with what was found out about them: a file for
            each part (`dedupe.parts`).
    """

    dataset: str
    files: list[str]
    uris: list[str]
    shows: list[Shows | None]
    conform: list[bool]
    decided: list[bool | None]
    contested: list[str]
    lost: list[str]
    settled: str
    open: list[str]


def tasks_of(
    dataset: str,
    entries: Sequence[Entry],
    decided: Mapping[tuple[str, str], bool],
    settled: str,
    aside: Sequence[str],
    side_by_side: int,
    *,
    contested: Sequence[str] = (),
    lost: Sequence[str] = (),
) -> list[Task]:
    """Lines in the ledger as tasks of about the same size.

    Args:
        dataset: whose records are judged.
        entries: the lines.
        decided: file and version -> whether it is set aside.
        settled: the folder for settled records.
        aside: those for the parts of the others.
        side_by_side: tasks that work at once.
        contested: files with the places of contested records.
        lost: files with the places of records that are not in silver.
    """
    number = _number_of_groups(sum(e["records"] for e in entries), side_by_side)
    return [
        Task(
            dataset,
            data_files(group),
            [e["uri"] for e in group],
            [e.get("shows") for e in group],
            [is_other(e) for e in group],
            [decided.get((e["uri"], e["version"])) for e in group],
            list(contested),
            list(lost),
            f"{settled}/{n:06d}.parquet",
            [f"{part}/{n:06d}.parquet" for part in aside],
        )
        for n, group in enumerate(shares(entries, lambda e: e["records"], number))
    ]


def is_other(entry: Entry) -> bool:
    """Whether a file was taken under other names of columns than its contract has now."""
    return entry.get("naming") != contract_for(entry["uri"], str(entry["dataset"])).naming


def _number_of_groups(records: int, side_by_side: int) -> int:
    rounds = math.ceil(records / (FILE_RECORDS * side_by_side))
    return max(1, min(rounds * side_by_side, records // WORTH_A_FILE))

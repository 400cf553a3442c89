"""Files whose records take no part, good ones neither: by rule, or because a person decided so.

Whether a file is set aside by the rule follows in each build from the file and its contract, and
stands nowhere; so a mended contract brings it back. The decisions of people are small numbered
objects beside the ledger, written once; of those on one version of a file the newest counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from contracts import Contract
from lake_protocol.decisions import Decision, place, read_decision
from lake_protocol.numbered import number_of, object_name
from lakehouse.errors.remedies import BACKUP
from lakehouse.silver.reason_counts import Tally
from lakehouse.storage import storage
from lakehouse.storage.json_file import create_json, read_document

# A share of fewer records says too little.
FEWEST_RECORDS = 20
# What records of such files have as their last reason.
REASON = "file_set_aside"
BY_RULE, BY_HAND = "rule", "hand"


def set_aside(
    files: Iterable[str],
    decided: Iterable[bool | None],
    tallies: Mapping[str, Tally],
    contract: Contract,
) -> set[str]:
    """Those of some files whose records take no part.

    Args:
        files: the files.
        decided: whether a person set each of them aside; None where nobody has decided, so that
            the rule does.
        tallies: file -> its records.
        contract: their source contract.
    """
    return {
        file
        for file, aside in zip(files, decided, strict=True)
        if (too_many_bad(tallies[file], contract) if aside is None else aside)
    }


def too_many_bad(tally: Tally, contract: Contract) -> bool:
    """Whether the rule sets a file with these records aside."""
    allowed = contract.quarantine_threshold * tally.records
    return tally.records >= FEWEST_RECORDS and tally.bad > allowed


def decisions(ledger: str) -> list[Decision]:
    """All decisions so far, the oldest first.

    Raises:
        JobFailed: one is damaged.
    """
    return [read_document(page, read_decision, BACKUP) for page in _pages(ledger)]


def decide(
    ledger: str, uri: str, versions: Sequence[str], who: str, why: str, *, aside: bool
) -> Decision:
    """Writes a decision down, behind all others."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    while True:
        number = _newest(ledger) + 1
        decision = Decision(number, uri, tuple(versions), aside, who, why, at)
        try:
            create_json(f"{place(ledger)}/{object_name(number)}", asdict(decision))
        except FileExistsError:
            continue  # Somebody else decided at the same moment.
        return decision


def _newest(ledger: str) -> int:
    pages = _pages(ledger)
    return number_of(pages[-1]) if pages else 0


def _pages(ledger: str) -> list[str]:
    return storage(ledger).files(place(ledger), ".json")

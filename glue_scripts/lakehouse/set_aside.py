"""Files whose records take no part, good ones neither: by rule, or because a person decided so.

Whether a file is set aside by the rule follows in each build from the file and its contract, and
stands nowhere; so a mended contract brings it back. The decisions of people are small numbered
objects beside the ledger, written once; of those on one version of a file the newest counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from contracts import Contract
from lakehouse.errors.remedies import BACKUP
from lakehouse.silver.reason_counts import Tally
from lakehouse.storage import storage
from lakehouse.storage.json_file import Fields, check_fields, create_json, read_json

# A share of fewer records says too little.
FEWEST_RECORDS = 20
# What records of such files have as their last reason.
REASON = "file_set_aside"
BY_RULE, BY_HAND = "rule", "hand"


FIELDS: Fields = {"number": int, "uri": str, "versions": list, "aside": bool, "who": str,
                  "why": str, "at": str}  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """What a person decided on versions of a file.

    Attributes:
        number: Later decisions have greater ones.
        versions: Those that it is about; versions that come later are not.
        aside: Whether they are set aside, or take part whatever the rule says.
    """

    number: int
    uri: str
    versions: tuple[str, ...]
    aside: bool
    who: str
    why: str
    at: str


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
    return [_decision(page) for page in _pages(ledger)]


def in_force(found: Sequence[Decision]) -> dict[tuple[str, str], Decision]:
    """File and version -> the decision that counts."""
    return {(d.uri, version): d for d in found for version in d.versions}


def decide(
    ledger: str, uri: str, versions: Sequence[str], who: str, why: str, *, aside: bool
) -> Decision:
    """Writes a decision down, behind all others."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    while True:
        number = _newest(ledger) + 1
        decision = Decision(number, uri, tuple(versions), aside, who, why, at)
        try:
            create_json(f"{_place(ledger)}/{number:08d}.json", asdict(decision))
        except FileExistsError:
            continue  # Somebody else decided at the same moment.
        return decision


def _newest(ledger: str) -> int:
    pages = _pages(ledger)
    return int(pages[-1].rpartition("/")[2].removesuffix(".json")) if pages else 0


def _pages(ledger: str) -> list[str]:
    return storage(ledger).files(_place(ledger), ".json")


def _place(ledger: str) -> str:
    return f"{ledger}/aside"


def _decision(page: str) -> Decision:
    content: dict[str, Any] = read_json(page, dict, BACKUP)
    check_fields(page, content, FIELDS, BACKUP)
    return Decision(**content | {"versions": tuple(content["versions"])})

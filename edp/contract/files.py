"""The files of a lake that a change of contracts or of the reader affects."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from contracts import datasets
from edp.lake import Lake
from lake_protocol.ledger import Entry
from lakehouse import ledger
from lakehouse.bronze.second_look import of_another, waits
from lakehouse.silver.judging_task import is_other
from lakehouse.storage.interface import dataset_of

CONFORMED = "accepted by other names: its records are placed as the contract of now wants it"
AGAIN = "refused by another contract or reader: the next run reads it again, if it is still in raw"
DESCRIBED = "its producer says otherwise by now: the next run reads it again, if it is still in raw"
LEFT = "its dataset has no contract: its records stay in bronze until one comes back"


@dataclass(frozen=True)
class File:
    """A version of a file, and what the next run does with it."""

    file: str
    version: str
    dataset: str
    verdict: str
    then: str

    def to_json(self) -> dict[str, Any]:
        """The file as plain values."""
        return asdict(self)


def affected(lake: Lake) -> list[File]:
    """The files of a lake that the contracts of now concern otherwise than those they came by.

    Raises:
        JobFailed: A page of the ledger is damaged.
    """
    lines = ledger.entries(lake.ledger)
    return [File(e["uri"], e["version"], *told) for e in lines if (told := _told(e))]


def _told(line: Entry) -> tuple[str, str, str] | None:
    dataset = dataset_of(line["uri"])
    if waits(line, dataset):
        return str(dataset), line["verdict"], AGAIN
    if of_another(line):
        return str(dataset or line["dataset"]), line["verdict"], DESCRIBED
    if line["data_file"] is None or line["dataset"] is None:
        return None
    if line["dataset"] not in datasets():
        return line["dataset"], line["verdict"], LEFT
    if is_other(line):
        return line["dataset"], line["verdict"], CONFORMED
    return None

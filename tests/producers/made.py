"""What the tests of producers share: a producer file, and what becomes of what it describes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from contracts.producers.fit import contract_for
from contracts.roots import use
from lakehouse.bronze.writer import BronzeRows
from lakehouse.cleanse.evidence import Evidence
from lakehouse.cleanse.records import judged
from lakehouse.dedupe.continuation import Continuations
from lakehouse.reader.file import read_file
from lakehouse.reader.folders import FolderValues
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records
from lakehouse.reader.verdict import Verdict

ARRIVED = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
HEAD = "kind: Producer\nname: acme\nowner: ops\ndescription: Orders.\n"


@dataclass(frozen=True)
class Taken:
    """What became of a file: the verdict, its records, and what the file is told of."""

    verdict: Verdict
    records: list[dict[str, Any]]
    notes: list[str]

    def column(self, name: str) -> list[str]:
        """Values of a column as text; of a record with reasons these."""
        return [str(r["reasons"] or r[name]) for r in self.records]


def describe(root: Path, text: str, files: str = "acme/") -> None:
    """Makes a root with the producer `acme` the only one beside the platform's own."""
    place = root / "contracts/producer/acme.yaml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"{HEAD}files: ['{files}']\n{text}", encoding="utf-8")
    # A path of its own each time: roots are read once.
    use([root])


def take(uri: str, content: bytes, dataset: str) -> Taken:
    """Reads a file and judges its records, as the jobs do."""
    contract, got = contract_for(uri, dataset), list[Records]()
    layout = Layout.of(contract)
    folders = FolderValues.of(uri.split("/")[:-1], layout)
    verdict = read_file(uri, io.BytesIO(content), layout, got.append, got.clear, folders)
    task = {"uri": uri, "version": "1", "arrived_at": ARRIVED.isoformat(), "ingest_id": "1"}
    rows, evidence = BronzeRows(task, contract), Evidence(contract)
    good = [(rows.of(part)[0], part.native) for part in got]
    for part, native in good:
        evidence.look(part, ARRIVED, native)
    lines = Continuations(contract)
    tables = [lines.settled(judged(part, contract, evidence)) for part, _ in good]
    found = [r for table in tables for r in table.to_pylist() if not r["_continues"]]
    return Taken(verdict, found, [*verdict.facts.notes, *evidence.contradictions()])

"""A file as its producer describes it: read and looked at as the jobs do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from contracts import Contract
from contracts.producers.fit import contract_for
from contracts.producers.found import fed_by, names_of, producer_of
from contracts.producers.model import Producer, raw_name
from lake_protocol.raw_names import is_taken
from lakehouse.bronze.writer import BronzeRows
from lakehouse.cleanse.evidence import Evidence
from lakehouse.reader.file import read_file
from lakehouse.reader.folders import FolderValues
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records
from lakehouse.reader.verdict import Verdict

# Of a large file the first records tell; all of it is read.
KEPT_RECORDS = 100_000


@dataclass(frozen=True)
class Sample:
    """A file of a producer, as one of the datasets that it feeds.

    Attributes:
        uri: Its name below raw.
        producer: Who describes it.
        contract: The dataset's, as the producer writes it.
        arrived: When it was last written to.
        evidence: What it shows of the way its values are written.
        verdict: What the reader says of it.
        rows: Its first records, as bronze has them.
    """

    uri: str
    producer: Producer
    contract: Contract
    arrived: datetime
    evidence: Evidence
    verdict: Verdict
    rows: pa.Table


def described(path: Path) -> str | None:
    """The name below raw of a file, wherever raw is; None where no producer describes it."""
    parts = path.parts
    names = ("/".join(parts[n:]) for n in range(len(parts) - 1))
    return next((n for n in names if producer_of(n)), None) if path.is_file() else None


def samples(raw: Path) -> Iterator[Sample]:
    """The files in a raw folder that producers describe, as each dataset that they feed."""
    for path in sorted(p for p in raw.rglob("*") if p.is_file()):
        uri = path.relative_to(raw).as_posix()
        if is_taken(uri) and producer_of(uri):
            yield from (sample(path, name) for name in names_of(uri))


def sample(path: Path, uri: str) -> Sample:
    """Reads a file that a producer describes."""
    producer, contract = producer_of(uri), contract_for(uri, str(fed_by(uri)))
    assert producer
    arrived = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    task = {"uri": uri, "version": "", "ingest_id": "", "arrived_at": arrived.isoformat()}
    made, layout = BronzeRows(task, contract), Layout.of(contract)
    evidence, rows = Evidence(contract), list[pa.Table]()

    def take(records: Records) -> None:
        good, _ = made.of(records)
        evidence.look(good, arrived, records.native)
        if sum(part.num_rows for part in rows) < KEPT_RECORDS:
            rows.append(good)

    def forget() -> None:
        evidence.forget()
        rows.clear()

    folders = FolderValues.of(raw_name(uri).split("/")[:-1], layout)
    with path.open("rb") as file:
        verdict = read_file(raw_name(uri), file, layout, take, forget, folders)
    verdict.facts.notes += evidence.contradictions()
    table = pa.concat_tables([made.schema.empty_table(), *rows]).combine_chunks()
    return Sample(uri, producer, contract, arrived, evidence, verdict, table)

"""Reads raw files on the engine's workers and writes each accepted one as bronze Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from contracts import ITEM_NO, Contract, load
from contracts.producers.fit import contract_for
from contracts.producers.model import raw_name
from lakehouse.checksums.checked_file import CheckedFile
from lakehouse.cleanse.evidence import Evidence
from lakehouse.reader.file import read_file
from lakehouse.reader.folders import FolderValues
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records
from lakehouse.reader.tables.decoder import stop_decoders
from lakehouse.reader.verdict import Verdict
from lakehouse.reader.zip_archive import opened
from lakehouse.storage import storage
from lakehouse.storage.seal import mark

POSTPONED = "postponed"
SAME = ("_source_uri", "_source_version", "_arrived_at", "_ingest_id")


def write_files(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """For `mapInArrow`: shares of files to read come in, one JSON verdict per file goes out."""
    try:
        for share in chain.from_iterable(batch["tasks"].to_pylist() for batch in batches):
            for task in json.loads(share):
                yield pa.RecordBatch.from_pydict({"verdict": [json.dumps(_write(task))]})
    finally:
        stop_decoders()


def _write(task: dict[str, str]) -> dict[str, Any]:
    contract, path = contract_for(task["uri"], task["dataset"]), task["path"]
    raw = storage(path)
    try:
        source = raw.open_raw(path, task["version"])
    except FileNotFoundError:
        return _postponed(task)
    with opened(source, task["member"]) as file, BronzeFile(task, contract) as target:
        if raw.stamp(path) != task["stamp"]:
            return _postponed(task)
        layout = Layout.of(contract)
        folders = FolderValues.of(raw_name(task["uri"]).split("/")[:-1], layout)
        name = raw_name(task["uri"])
        verdict = read_file(name, file, layout, target.take, target.forget, folders)
    if raw.stamp(path) != task["stamp"]:
        target.discard()
        return _postponed(task)
    if not (verdict.outcome.startswith("accept") and target.rows):
        target.discard()
        return summary(task, verdict) | {"data_file": None, "data_hash": None, "shows": None}
    verdict.facts.notes += target.evidence.contradictions()
    written = {
        "data_file": task["target"],
        "data_hash": mark(task["target"]),
        "shows": target.evidence.shows(),
    }
    return summary(task, verdict) | written | {"fault": target.fault(verdict.facts.records)}


def _postponed(task: dict[str, str]) -> dict[str, Any]:
    detail = "it was changed or removed while it was read; the next run looks again"
    facts = {"uri": task["uri"], "version": task["version"], "dataset": task["dataset"]}
    return facts | {"verdict": POSTPONED, "reason": "changed", "detail": detail}


def summary(task: dict[str, str], verdict: Verdict) -> dict[str, Any]:
    """A file's line in the ledger. What records say stands in quarantine, not here."""
    return {
        "uri": task["uri"],
        "version": task["version"],
        "dataset": task["dataset"],
        "naming": contract_for(task["uri"], task["dataset"]).naming,
        "verdict": verdict.outcome,
        **asdict(verdict.facts),
        "bad_reasons": {
            reason: {
                "count": bad.count,
                "first": [{"record": b.record, "expected": b.expected} for b in bad.first[:1]],
            }
            for reason, bad in verdict.facts.bad_reasons.items()
        },
        "reason": verdict.reason,
        "detail": verdict.detail,
        "offset": verdict.offset,
    }


class BronzeFile:
    """The Parquet file that a raw file becomes; void until its verdict is known."""

    def __init__(self, task: dict[str, str], contract: Contract) -> None:
        self._rows = BronzeRows(task, contract)
        # What is the same in every record of a file need not be compared.
        checked = [n for n in self._rows.schema.names if n not in SAME]
        self._file = CheckedFile(task["target"], self._rows.schema, checked)
        self._places = 0
        self.evidence = Evidence(contract)

    def __enter__(self) -> BronzeFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.__exit__()

    @property
    def rows(self) -> int:
        """How many there are."""
        return self._file.content.rows

    def take(self, records: Records) -> None:
        """Writes records, bad ones beside good ones."""
        good, bad = self._rows.of(records)
        self.evidence.look(good, self._rows.arrived_at, records.native)
        for part in (good, bad):
            self._file.take(part)
            self._places += pc.sum(part["_record_no"]).as_py() or 0

    def forget(self) -> None:
        """Starts again from nothing."""
        self._file.forget()
        self.evidence.forget()
        self._places = 0

    def fault(self, records: int) -> str | None:
        """What is wrong with the file on disk, if anything, when so many records were read."""
        found = self._file.found()
        if not records == self.rows == found.rows:
            return f"{records} records were read, {found.rows} are in bronze"
        if found != self._file.content or self._places != records * (records + 1) // 2:
            return f"the records in bronze are not those that were read, numbered 1 to {records}"
        return None

    def discard(self) -> None:
        """Leaves no file behind."""
        self._file.discard()


class BronzeRows:
    """Records of a raw file as the rows of a bronze table."""

    def __init__(self, task: dict[str, str], contract: Contract) -> None:
        self._task = task
        self.arrived_at = datetime.fromisoformat(task["arrived_at"])
        self.schema = bronze_schema(contract)

    def of(self, records: Records) -> tuple[pa.Table, pa.Table]:
        """Good records, and bad ones."""
        return self._good(records), self._bad(records)

    def _good(self, records: Records) -> pa.Table:
        return self._table(dict(records.columns), records.numbers, len(records.numbers))

    def _bad(self, records: Records) -> pa.Table:
        n = len(records.bad)
        columns = {
            "_defect": records.bad.reasons,
            "_raw": pa.array([b.raw for b in records.bad], pa.string()),
        }
        return self._table(columns, records.bad.numbers, n)

    def _table(self, columns: dict[str, pa.Array], numbers: pa.Array, n: int) -> pa.Table:
        columns |= {
            "_source_uri": pa.repeat(self._task["uri"], n),
            "_source_version": pa.repeat(self._task["version"], n),
            "_record_no": numbers,
            "_arrived_at": pa.repeat(pa.scalar(self.arrived_at, pa.timestamp("us", "UTC")), n),
            "_ingest_id": pa.repeat(self._task["ingest_id"], n),
        }
        arrays = [
            columns[f.name] if f.name in columns else pa.nulls(n, f.type) for f in self.schema
        ]
        return pa.Table.from_arrays(arrays, schema=self.schema)


def bronze_schema(contract: Contract) -> pa.Schema:
    """Arrow schema of a dataset's bronze records."""
    types = {"string": pa.string(), "bigint": pa.int64(), "timestamp": pa.timestamp("us", "UTC")}
    known = [pa.field(c, pa.string()) for c in contract.column_names]
    behind = [pa.field(c.name, types[c.type]) for c in load("bronze.record").columns]
    index = [pa.field(ITEM_NO, pa.int64())] if contract.records_in else []
    return pa.schema([*known, *behind, *index])

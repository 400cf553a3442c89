"""Job: files from raw, verified whole, into bronze; bad ones into quarantine. Nothing is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from contracts import DATASETS, fold, load
from lakehouse.bronze_writer import TASK_SCHEMA, write_files
from lakehouse.catalog import append, bronze_columns, open_catalog, table
from lakehouse.failure import JobFailed
from lakehouse.publication import write_new
from lakehouse.raw_folder import RawFile, waiting
from lakehouse.session import parallelism, session

Entry = dict[str, Any]


def run(raw: Path, lake: Path) -> list[Entry]:
    """Takes every file that was not taken before; returns their ledger entries.

    Raises:
        JobFailed: the raw folder is unusable, or the sums do not balance.
    """
    _finish_interrupted(lake, raw)
    known = {(e["uri"], e["version"]) for e in ledger(lake)}
    files = [f for f in waiting(raw) if (f.uri, f.version) not in known]
    if not files:
        return []
    ingest_id = f"{len(list((lake / 'ledger' / 'files').glob('*.json'))) + 1:08d}"
    entries = [_refusal(f) for f in files if f.dataset is None]
    entries += _read([f for f in files if f.dataset is not None], lake, ingest_id)
    _assert_conserved(entries)
    pending = lake / "ledger" / "pending" / f"{ingest_id}.json"
    _claim(pending, json.dumps(sorted(entries, key=lambda e: str(e["uri"])), indent=1))
    _finish(pending, lake, raw)
    return entries


def ledger(lake: Path) -> list[Entry]:
    """The fate of every file so far."""
    pages = sorted((lake / "ledger" / "files").glob("*.json"))
    return [entry for page in pages for entry in json.loads(page.read_text())]


def _claim(page: Path, text: str) -> None:
    try:
        write_new(page, text)
    except FileExistsError:
        raise JobFailed(f"{page}: another run is taking files right now; run again later") from None


def _read(files: list[RawFile], lake: Path, ingest_id: str) -> list[Entry]:
    if not files:
        return []
    # The largest first, so that no worker is left with a large file at the end.
    ordered = sorted(files, key=lambda f: -f.size)
    tasks = [_task(f, n, lake, ingest_id) for n, f in enumerate(ordered)]
    spark = session("raw_to_bronze")
    frame = spark.createDataFrame(tasks, TASK_SCHEMA).repartition(
        min(len(tasks), parallelism(spark))
    )
    verdicts = frame.mapInArrow(write_files, "verdict string").collect()
    return [json.loads(row.verdict) for row in verdicts]


def _task(file: RawFile, number: int, lake: Path, ingest_id: str) -> tuple[str, ...]:
    contract = load(f"source.{file.dataset}")
    fixed = {contract.names.get(fold(n)): v for n, v in file.folder_values.items()}
    fixed.pop(None, None)
    target = lake / "bronze" / str(file.dataset) / "data" / ingest_id / f"{number:06d}.parquet"
    arrived = file.arrived_at.isoformat()
    facts = (file.uri, file.path, file.version, str(file.dataset), arrived)
    return (*facts, json.dumps(fixed), str(target.resolve()), ingest_id)


def _refusal(file: RawFile) -> Entry:
    nothing = dict.fromkeys(("format", "compression", "encoding", "offset", "data_file"))
    return nothing | {
        "uri": file.uri,
        "version": file.version,
        "dataset": None,
        "verdict": "reject",
        "records": 0,
        "bad_records": 0,
        "reason": "unknown_dataset",
        "detail": f"not in a folder named after a dataset ({', '.join(DATASETS)})",
    }


def _assert_conserved(entries: Iterable[Entry]) -> None:
    for entry in entries:
        if entry["data_file"] is None:
            continue
        written = pq.read_metadata(entry["data_file"]).num_rows
        if written != entry["records"]:
            raise JobFailed(
                f"{entry['uri']}: {entry['records']} records read, {written} in bronze; "
                "nothing was taken, run again"
            )


def _finish_interrupted(lake: Path, raw: Path) -> None:
    """Carries a run through that was stopped between its decision and its commit."""
    for pending in sorted((lake / "ledger" / "pending").glob("*.json")):
        _finish(pending, lake, raw)


def _finish(pending: Path, lake: Path, raw: Path) -> None:
    entries = json.loads(pending.read_text())
    catalog = open_catalog(lake)
    for dataset in DATASETS:
        columns = bronze_columns(load(f"source.{dataset}"), load("bronze.record"))
        target = table(catalog, f"bronze.{dataset}", columns, lake / "bronze" / dataset)
        summaries = [s.summary for s in target.snapshots() if s.summary is not None]
        if not any(s.get("ingest_id") == pending.stem for s in summaries):
            files = [
                Path(e["data_file"]) for e in entries if e["dataset"] == dataset and e["data_file"]
            ]
            append(target, files, {"ingest_id": pending.stem})
    for entry in entries:
        if entry["verdict"] == "reject":
            _quarantine(entry, lake, raw)
    done = lake / "ledger" / "files" / pending.name
    done.parent.mkdir(parents=True, exist_ok=True)
    pending.rename(done)


def _quarantine(entry: Entry, lake: Path, raw: Path) -> None:
    target = lake / "quarantine" / "files" / entry["uri"]
    target.parent.mkdir(parents=True, exist_ok=True)
    if (raw / entry["uri"]).is_file():
        shutil.copyfile(raw / entry["uri"], target)
    sidecar = target.with_name(target.name + ".reason.json")
    sidecar.write_text(json.dumps(entry, indent=1), encoding="utf-8")

"""Job: files from raw, verified whole, into bronze; bad ones into quarantine. Nothing is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from contracts import DATASETS, fold, load
from lakehouse import ledger
from lakehouse.bronze_writer import POSTPONED, TASK_SCHEMA, write_files
from lakehouse.catalog import append, bronze_columns, open_catalog, table
from lakehouse.failure import JobFailed
from lakehouse.json_file import REMEDY
from lakehouse.ledger import Entry
from lakehouse.raw_folder import RawFile, waiting
from lakehouse.seal import assert_sealed
from lakehouse.session import parallelism, session


def run(raw: Path, lake: Path) -> list[Entry]:
    """Takes every file that was not taken before; returns what was decided on each.

    Files that change while they are read are `postponed`: they are in no ledger, so the next run
    looks at them again.

    Raises:
        JobFailed: the raw folder is unusable, or the sums do not balance.
    """
    for page in ledger.interrupted(lake):
        _carry_through(page, lake, raw)
    known = {(e["uri"], e["version"]) for e in ledger.entries(lake)}
    files = [f for f in waiting(raw) if (f.uri, f.version) not in known]
    if not known and all(f.dataset is None for f in files):
        raise JobFailed(
            f"{raw}: no file is in a folder named {', '.join(DATASETS)}: put them there"
        )
    ingest_id = ledger.next_id(lake)
    found = [_refusal(f) for f in files if f.dataset is None]
    found += _read([f for f in files if f.dataset is not None], lake, ingest_id)
    decided = [e for e in found if e["verdict"] != POSTPONED]
    _assert_conserved(decided)
    if decided:
        _finish(ledger.claim(lake, ingest_id, decided), lake, raw)
    return found


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
    facts = (file.uri, file.path, file.version, file.stamp, str(file.dataset), arrived)
    return (*facts, json.dumps(fixed), str(target.resolve()), ingest_id)


def _refusal(file: RawFile) -> Entry:
    nothing = dict.fromkeys(
        ("format", "compression", "encoding", "offset", "data_file", "data_hash")
    )
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


def _assert_conserved(entries: Sequence[Entry]) -> None:
    for entry in entries:
        if fault := entry.pop("fault", None):
            raise JobFailed(f"{entry['uri']}: {fault}; nothing was taken, run again")
    assert_sealed("bronze", ledger.hashes(entries), "nothing was taken, run again")


def _carry_through(page: Path, lake: Path, raw: Path) -> None:
    """Finishes a run that was stopped between its decision and its commit."""
    assert_sealed(str(page), ledger.hashes(ledger.read_page(page)), REMEDY)
    _finish(page, lake, raw)


def _finish(page: Path, lake: Path, raw: Path) -> None:
    entries = ledger.read_page(page)
    catalog = open_catalog(lake)
    for dataset in DATASETS:
        columns = bronze_columns(load(f"source.{dataset}"), load("bronze.record"))
        target = table(catalog, f"bronze.{dataset}", columns, lake / "bronze" / dataset)
        summaries = [s.summary for s in target.snapshots() if s.summary is not None]
        if not any(s.get("ingest_id") == page.stem for s in summaries):
            files = [
                Path(e["data_file"]) for e in entries if e["dataset"] == dataset and e["data_file"]
            ]
            append(target, files, {"ingest_id": page.stem})
    for entry in entries:
        if entry["verdict"] == "reject":
            _quarantine(entry, lake, raw)
    ledger.close(lake, page)


def _quarantine(entry: Entry, lake: Path, raw: Path) -> None:
    target = lake / "quarantine" / "files" / entry["uri"]
    target.parent.mkdir(parents=True, exist_ok=True)
    if (raw / entry["uri"]).is_file():
        shutil.copyfile(raw / entry["uri"], target)
    sidecar = target.with_name(target.name + ".reason.json")
    sidecar.write_text(json.dumps(entry, indent=1), encoding="utf-8")
